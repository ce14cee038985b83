package io.weir.proxy.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Rows of counters that one loop writes and any thread may read. Writes are opaque, which costs no
 * more than plain ones: a reader sees each counter whole, and soon, but not all at one instant.
 */
final class Table {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CELLS;

  static {
    try {
      CELLS = MethodHandles.lookup().findVarHandle(Table.class, "cells", long[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int width;
  private long[] cells;

  /**
   * @param width counters in a row
   */
  Table(int width) {
    this.width = width;
    this.cells = new long[width];
  }

  /** Adds to a counter; rows come to be as they are used. On the loop. */
  void add(int row, int column, long more) {
    int i = row * width + column;
    var current = cells;
    if (i >= current.length) {
      current = grow(i);
    }
    CELL.setOpaque(current, i, current[i] + more);
  }

  /** Adds the row to the sums, one for each column. Any thread. */
  void addTo(long[] sums, int row) {
    var current = (long[]) CELLS.getAcquire(this);
    int start = row * width;
    if (start < current.length) {
      for (int column = 0; column < width; column++) {
        sums[column] += (long) CELL.getOpaque(current, start + column);
      }
    }
  }

  private long[] grow(int index) {
    int rows = Math.max(index / width + 1, cells.length / width * 2);
    var larger = Arrays.copyOf(cells, rows * width);
    CELLS.setRelease(this, larger);
    return larger;
  }
}
