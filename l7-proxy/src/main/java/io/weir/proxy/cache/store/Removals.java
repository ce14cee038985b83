package io.weir.proxy.cache.store;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When keys were last removed, so that what was under way for them then is not kept. In a sketch
 * that never grows: each key has a place in every row, which holds the latest removal of all keys
 * that share it, and only what every row says is true of the key. In one row of as many places, a
 * hundred removals within the time of a fetch keep one response in 160 from being stored that has
 * nothing to do with them; here, one in millions. Any thread.
 */
final class Removals {
  private static final int[] ROWS = {0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f};
  private static final int BITS = 12;

  private final AtomicLongArray numbers = new AtomicLongArray(ROWS.length << BITS);

  void note(CacheKey key, long number) {
    for (int row = 0; row < ROWS.length; row++) {
      numbers.accumulateAndGet(place(row, key), number, Math::max);
    }
  }

  /** Whether the key was removed after this number, or, very seldom, may have been. */
  boolean isAfter(CacheKey key, long number) {
    for (int row = 0; row < ROWS.length; row++) {
      if (numbers.get(place(row, key)) <= number) {
        return false;
      }
    }
    return true;
  }

  private static int place(int row, CacheKey key) {
    return row << BITS | key.hashCode() * ROWS[row] >>> Integer.SIZE - BITS;
  }
}
