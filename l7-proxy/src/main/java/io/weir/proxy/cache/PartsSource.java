package io.weir.proxy.cache;

import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.StretchSource;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.semantics.MultipartLayout;

/** Several stretches of stored content as one multipart body, as fast as the sink takes it. */
final class PartsSource extends StretchSource {
  private static final int MOST = 256 << 10;

  private final Content content;
  private final MultipartLayout layout;
  private int part = -1;
  private long position;
  private long left;

  /** Takes over the caller's count of the content. */
  PartsSource(Loop loop, Content content, MultipartLayout layout) {
    super(loop);
    this.content = content;
    this.layout = layout;
  }

  @Override
  protected boolean step(BodySink to) {
    if (isReading()) {
      return false;
    }
    if (left > 0) {
      if (!give(to, content, position, (int) Math.min(MOST, left))) {
        throw new IllegalStateException("found stored content shorter than " + position);
      }
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
  protected void advanced(int octets) {
    position += octets;
    left -= octets;
  }

  @Override
  protected void letGo() {
    content.release();
  }
}
