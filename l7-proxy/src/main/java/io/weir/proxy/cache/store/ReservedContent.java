package io.weir.proxy.cache.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Content that arrives in memory though it is long, of which there is room for so much at a time:
 * gives its room back when it has arrived, or never will.
 */
final class ReservedContent extends MemoryContent {
  private static final long serialVersionUID = 1L;

  private final long octets;
  private final transient AtomicLong reserved;
  private final AtomicBoolean isOver = new AtomicBoolean();

  /** The octets have been added to what is reserved. */
  ReservedContent(long octets, AtomicLong reserved) {
    super(octets, octets);
    this.octets = octets;
    this.reserved = reserved;
  }

  @Override
  public Content seal() {
    giveBack();
    return super.seal();
  }

  @Override
  protected void freed() {
    super.freed();
    giveBack();
  }

  private void giveBack() {
    if (isOver.compareAndSet(false, true)) {
      reserved.addAndGet(-octets);
    }
  }
}
