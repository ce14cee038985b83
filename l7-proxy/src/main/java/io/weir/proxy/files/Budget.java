package io.weir.proxy.files;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all shelves together may keep. Any thread; touched when files come and go, not to serve. */
final class Budget {
  private final long memoryLimit;
  private final int openLimit;
  private final AtomicLong memory = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param memoryLimit octets
   * @param openLimit files held open
   */
  Budget(long memoryLimit, int openLimit) {
    this.memoryLimit = memoryLimit;
    this.openLimit = openLimit;
  }

  void take(long octets, int files) {
    memory.addAndGet(octets);
    open.addAndGet(files);
  }

  void giveBack(long octets, int files) {
    take(-octets, -files);
  }

  boolean isExceeded() {
    return memory.get() > memoryLimit || open.get() > openLimit;
  }

  /** Octets kept. */
  long memory() {
    return memory.get();
  }

  /** Files kept open. */
  int open() {
    return open.get();
  }
}
