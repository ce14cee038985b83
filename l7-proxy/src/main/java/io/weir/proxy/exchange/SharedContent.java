package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * Content that is made once and sent in many replies, on any loop. Its memory is given back when
 * nobody knows it any more, so a configuration that goes takes its texts along.
 */
public final class SharedContent {
  private final ByteBuf octets;

  private SharedContent(ByteBuf octets) {
    this.octets = octets;
  }

  /** Content of these octets, which are copied. */
  public static SharedContent of(byte[] octets) {
    var direct = ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    // Not counted: loops would contend for one counter with every reply.
    var shared = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct).asReadOnly());
    return new SharedContent(shared);
  }

  /** A body with this content; it may be sent or discarded like any other. */
  public Body body() {
    return octets.isReadable() ? new Body.Whole(octets.duplicate()) : Body.EMPTY;
  }
}
