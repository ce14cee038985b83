package io.weir.proxy.cache;

import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of content on its way to several readers. The first is what might be stored; if there
 * turns out to be more than the store takes, the rest goes through short ones, each of which keeps
 * the next alive, so that a stretch is freed when the last reader has left it.
 */
final class Segment extends AtomicInteger {
  private static final long serialVersionUID = 1L;

  /** Octets of each but the first. */
  static final int LENGTH = 1 << 20;

  private final transient ContentWriter writer;
  private final transient Content content;
  private final long start;
  private transient volatile @Nullable Segment next;

  /**
   * Has one holder.
   *
   * @param start where it begins in the whole
   */
  Segment(ContentWriter writer, long start) {
    super(1);
    this.writer = writer;
    this.content = writer.content();
    this.start = start;
  }

  ContentWriter writer() {
    return writer;
  }

  Content content() {
    return content;
  }

  long start() {
    return start;
  }

  /** Where it ends by now. */
  long end() {
    return start + content.length();
  }

  /** What comes behind it; null as long as it is the last. */
  @Nullable Segment next() {
    return next;
  }

  /** Sets what comes behind it, which it holds from now on. */
  void next(Segment following) {
    next = following;
  }

  /** One holder more; the caller knows of another. */
  Segment hold() {
    incrementAndGet();
    return this;
  }

  /** One holder less. */
  void letGo() {
    var last = this;
    while (last != null && last.decrementAndGet() == 0) {
      last.content.release();
      last = last.next;
    }
  }
}
