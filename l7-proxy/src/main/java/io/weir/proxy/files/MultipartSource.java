package io.weir.proxy.files;

import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FileParts;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.semantics.MultipartLayout;
import java.nio.channels.FileChannel;

/** Several stretches of a large file as one multipart body (RFC 9110 14.6). */
final class MultipartSource extends FileParts {
  private final MultipartLayout layout;
  private int part = -1;
  private long position;
  private long left;

  /**
   * @param done called once, when the file is no longer needed
   */
  MultipartSource(Loop loop, FileChannel file, MultipartLayout layout, Runnable done) {
    super(loop, file, done);
    this.layout = layout;
  }

  @Override
  protected boolean give(BodySink to) {
    if (left > 0) {
      to.flush();
      read(to, position, left);
    } else if (++part < layout.parts().size()) {
      var next = layout.parts().get(part);
      position = next.span().first();
      left = next.span().length();
      to.data(Unpooled.wrappedBuffer(next.before()));
    } else {
      end();
      to.data(Unpooled.wrappedBuffer(layout.closing()));
      to.end(FieldLines.NONE);
    }
    return true;
  }

  @Override
  protected void given(int octets) {
    position += octets;
    left -= octets;
  }
}
