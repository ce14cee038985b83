package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.PumpedSource;

/** Sends a stretch of sealed content that lies in several slabs, as fast as the sink takes it. */
final class ContentSource extends PumpedSource {
  private final Content content;
  private final long end;
  private long position;

  /** Takes over the caller's count of the content. */
  ContentSource(Content content, long from, long length) {
    this.content = content;
    this.position = from;
    this.end = from + length;
  }

  @Override
  protected boolean step(BodySink to) {
    if (position == end) {
      end();
      to.end(FieldLines.NONE);
      return false;
    }
    var part = content.slice(position, (int) Math.min(MemoryContent.SLAB, end - position));
    if (part == null) {
      throw new IllegalStateException("found sealed content shorter than " + end);
    }
    position += part.readableBytes();
    to.data(part);
    return true;
  }

  @Override
  protected void free() {
    content.release();
  }
}
