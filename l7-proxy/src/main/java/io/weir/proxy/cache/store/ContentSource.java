package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;

/** Sends a stretch of sealed content, as fast as the sink takes it. */
public final class ContentSource extends StretchSource {
  private final Content content;
  private final long end;
  private long position;

  /** Takes over the caller's count of the content. */
  public ContentSource(Loop loop, Content content, long from, long length) {
    super(loop);
    this.content = content;
    this.position = from;
    this.end = from + length;
  }

  @Override
  protected boolean step(BodySink to) {
    if (isReading()) {
      return false;
    }
    if (position == end) {
      end();
      to.end(FieldLines.NONE);
      return false;
    }
    if (!give(to, content, position, (int) Math.min(MemoryContent.SLAB, end - position))) {
      throw new IllegalStateException("found sealed content shorter than " + end);
    }
    return true;
  }

  @Override
  protected void advanced(int octets) {
    position += octets;
  }

  @Override
  protected void letGo() {
    content.release();
  }
}
