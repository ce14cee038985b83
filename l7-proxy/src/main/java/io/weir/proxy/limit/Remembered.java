package io.weir.proxy.limit;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What evicted keys still owe, in a fixed space: four rows of times at which a bucket will be full,
 * as in a count-min sketch. A key notes its time in one cell of each row, where the latest stays;
 * to read takes the earliest of its four. So a key is never remembered to owe less than it did, and
 * owes too much only if others met it in all four rows. Nothing has to be cleaned up: a time that
 * has passed says nothing. Any thread; never blocks.
 */
final class Remembered {
  private static final int ROWS = 4;
  private static final int FEWEST = 1 << 10;

  private final int width;
  private final long origin;
  private final long seed;
  private final AtomicReference<@Nullable AtomicLongArray> cells = new AtomicReference<>();

  /**
   * @param keys how many the table holds; each row has room for an eighth of that at least
   * @param origin a time before all others
   */
  Remembered(int keys, long origin, long seed) {
    this.width = Math.max(FEWEST, Integer.highestOneBit(Math.max(1, keys / 4 - 1)));
    this.origin = origin;
    this.seed = seed;
  }

  /** Notes that a key's bucket would be full at this time. */
  void note(BucketKey key, long fullAt) {
    var current = cells();
    long time = fullAt - origin;
    for (int row = 0; row < ROWS; row++) {
      int cell = cell(key, row);
      long known = current.get(cell);
      while (known < time && !current.compareAndSet(cell, known, time)) {
        known = current.get(cell);
      }
    }
  }

  /** When the bucket of a key is full at the latest; a time that has passed if nothing is known. */
  long fullAt(BucketKey key) {
    var current = cells.get();
    if (current == null) {
      return origin;
    }
    long earliest = Long.MAX_VALUE;
    for (int row = 0; row < ROWS; row++) {
      earliest = Math.min(earliest, current.get(cell(key, row)));
    }
    return origin + earliest;
  }

  /** The cells; a table that never evicts never needs them. */
  private AtomicLongArray cells() {
    var current = cells.get();
    if (current == null) {
      current = new AtomicLongArray(ROWS * width);
      var other = cells.compareAndExchange(null, current);
      return other == null ? current : other;
    }
    return current;
  }

  private int cell(BucketKey key, int row) {
    long bits = BucketKey.mixed(key.high() + seed + row * 0x9e3779b97f4a7c15L);
    return row * width + (int) (BucketKey.mixed(bits ^ key.low()) & (width - 1));
  }
}
