package io.weir.proxy.cache.disk;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which prints came by of late, in a table of fixed size: a newer one takes the place of
 * one that falls on the same slot. Any thread.
 */
final class Seen {
  private static final int SLOTS = 1 << 17;

  private final AtomicLongArray prints = new AtomicLongArray(SLOTS);

  /** Notes the print; true if it was there. */
  boolean again(long print) {
    int slot = (int) (print >>> 40) & (SLOTS - 1);
    return prints.getAndSet(slot, print) == print;
  }

  /** Whether the print was there. */
  boolean has(long print) {
    return prints.get((int) (print >>> 40) & (SLOTS - 1)) == print;
  }
}
