package io.weir.proxy.files;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.channels.FileChannel;

/**
 * One coding of a file, ready to be sent.
 *
 * @param whole the head of a 200
 * @param unchanged the head of a 304
 */
record Representation(
    Description description, ResponseHead whole, ResponseHead unchanged, Content content) {

  static Representation of(Description description, Content content) {
    return new Representation(
        description,
        ResponseHead.of(200, description.whole()),
        ResponseHead.of(304, description.unchanged()),
        content);
  }

  /** Where the octets are. */
  sealed interface Content {
    /** Of a small file: in a buffer that is only ever read through duplicates. */
    record InMemory(ByteBuf octets) implements Content {}

    /** Of a large file: the file, open, so that replacing it by a rename changes nothing here. */
    record OnDisk(FileChannel file) implements Content {}
  }
}
