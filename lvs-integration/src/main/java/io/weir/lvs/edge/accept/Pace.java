package io.weir.lvs.edge.accept;

import java.util.Optional;

/**
 * How much may still be said: an edge that is in order says something four times a second and a
 * little more. Pure.
 *
 * @param left messages
 * @param at a time of {@link System#nanoTime}
 */
record Pace(double left, long at) {
  private static final double BURST = 40;
  private static final double PER_SECOND = 20;

  static Pace beginning(long now) {
    return new Pace(BURST, now);
  }

  /** After one message more; empty: it is one too many. */
  Optional<Pace> after(long now) {
    double have = Math.min(BURST, left + (now - at) / 1e9 * PER_SECOND);
    return have < 1 ? Optional.empty() : Optional.of(new Pace(have - 1, now));
  }
}
