package io.weir.proxy.cache;

import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.semantics.MultipartLayout;
import org.jspecify.annotations.Nullable;

/** Several stretches of stored content as one multipart body, as fast as the sink takes it. */
final class PartsSource implements BodySource {
  private static final int MOST = 256 << 10;

  private final Content content;
  private final MultipartLayout layout;
  private @Nullable BodySink sink;
  private int part = -1;
  private long position;
  private long left;
  private boolean paused;
  private boolean pumping;
  private boolean over;

  /** Takes over the caller's count of the content. */
  PartsSource(Content content, MultipartLayout layout) {
    this.content = content;
    this.layout = layout;
  }

  @Override
  public void start(BodySink to) {
    sink = to;
    pump();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    pump();
  }

  @Override
  public void cancel() {
    finish();
  }

  private void pump() {
    var to = sink;
    // The sink may pause, resume or cancel from within data().
    if (to == null || pumping) {
      return;
    }
    pumping = true;
    while (!paused && !over) {
      step(to);
    }
    pumping = false;
  }

  private void step(BodySink to) {
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
      finish();
      to.data(Unpooled.wrappedBuffer(layout.closing()));
      to.end(FieldLines.NONE);
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      content.release();
    }
  }
}
