package io.weir.lvs;

import java.time.Duration;

/**
 * How much of the traffic a server asks for, by how long it has been there and how late its event
 * loops are: a server that has just started would be given more than it can do, above all by the
 * schedulers that look for the fewest connections. Pure.
 *
 * @param full the weight of a server that is warm and has time
 * @param ramp how long it takes to become warm; zero: it is at once
 */
public record WeightRule(int full, Duration ramp) {
  /** Between two changes of a weight: four a second at most. */
  public static final Duration PERIOD = Duration.ofMillis(250);

  /** The least part of the weight; 0 would mean that no connections are taken. */
  private static final double LEAST = 0.1;

  /** Smaller changes are not worth disturbing the kernel's scheduler. */
  private static final double STEP = 0.1;

  /** Loops that are this late have time enough; the pauses of a collector are shorter. */
  private static final double EASY_NANOS = 25e6;

  private static final double HARD_NANOS = 250e6;

  public WeightRule {
    if (full < 1) {
      throw new IllegalArgumentException("found weight " + full + "; expected 1 or more");
    }
  }

  /**
   * The weight to have now.
   *
   * @param current the one that it has; 0: none yet
   * @param upNanos how long the server has been there
   * @param lagNanos how late the latest of its loops is
   */
  public int weight(int current, long upNanos, long lagNanos) {
    double wanted = full * warmth(upNanos) * ease(lagNanos);
    int next = Math.max(1, (int) Math.round(wanted));
    boolean isWorthIt = Math.abs(next - current) >= full * STEP;
    return current == 0 || next == full || isWorthIt ? next : current;
  }

  private double warmth(long upNanos) {
    if (ramp.isZero()) {
      return 1;
    }
    double part = Math.clamp((double) upNanos / ramp.toNanos(), 0, 1);
    return LEAST + (1 - LEAST) * part;
  }

  private static double ease(long lagNanos) {
    double part = Math.clamp((lagNanos - EASY_NANOS) / (HARD_NANOS - EASY_NANOS), 0, 1);
    return 1 - (1 - LEAST) * part;
  }
}
