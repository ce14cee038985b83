package io.weir.proxy.cache;

import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.PumpedSource;
import io.weir.proxy.semantics.MultipartLayout;

/** Several stretches of stored content as one multipart body, as fast as the sink takes it. */
final class PartsSource extends PumpedSource {
  private static final int MOST = 256 << 10;

  private final Content content;
  private final MultipartLayout layout;
  private int part = -1;
  private long position;
  private long left;

  /** Takes over the caller's count of the content. */
  PartsSource(Content content, MultipartLayout layout) {
    this.content = content;
    this.layout = layout;
  }

  @Override
  protected boolean step(BodySink to) {
    if (left > 0) {
      var slice = content.slice(position, (int) Math.min(MOST, left));
      if (slice == null) {
        throw new IllegalStateException("found stored content shorter than " + position);
      }
      position += slice.readableBytes();
      left -= slice.readableBytes();
      to.data(slice);
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
  protected void free() {
    content.release();
  }
}
