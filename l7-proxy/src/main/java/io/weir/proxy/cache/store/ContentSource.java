package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import org.jspecify.annotations.Nullable;

/** Sends a stretch of sealed content that lies in several slabs, as fast as the sink takes it. */
final class ContentSource implements BodySource {
  private final Content content;
  private final long end;
  private long position;
  private @Nullable BodySink sink;
  private boolean paused;
  private boolean pumping;
  private boolean over;

  /** Takes over the caller's count of the content. */
  ContentSource(Content content, long from, long length) {
    this.content = content;
    this.position = from;
    this.end = from + length;
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
      if (position == end) {
        finish();
        to.end(FieldLines.NONE);
        break;
      }
      var part = content.slice(position, (int) Math.min(MemoryContent.SLAB, end - position));
      if (part == null) {
        throw new IllegalStateException("found sealed content shorter than " + end);
      }
      position += part.readableBytes();
      to.data(part);
    }
    pumping = false;
  }

  private void finish() {
    if (!over) {
      over = true;
      content.release();
    }
  }
}
