package io.weir.proxy.limit;

import java.util.Comparator;

/**
 * A place in line that a client left before its turn: whoever comes next may have it.
 *
 * @param at when its turn is
 * @param cost what it takes
 */
record Hole(long at, long cost) implements Comparable<Hole> {
  private static final Comparator<Hole> ORDER =
      Comparator.comparingLong(Hole::at).thenComparingLong(Hole::cost);

  @Override
  public int compareTo(Hole other) {
    return ORDER.compare(this, other);
  }
}
