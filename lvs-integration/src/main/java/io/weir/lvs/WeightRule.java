package io.weir.lvs;

import java.time.Duration;

/**
 * How much of the traffic a server asks for, by how long it has been there and how much it has to
 * do already: a server that has just started would be given more than it can do, above all by the
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

  /** From half of what it may have in flight on: that is where it refuses what matters least. */
  private static final double EASY_IN_FLIGHT = 0.5;

  private static final double EASY_CPU = 0.8;

  /** Processors that are used up are no harm by themselves: less of the weight hangs on them. */
  private static final double LEAST_BY_CPU = 0.5;

  /**
   * How much a server has to do.
   *
   * @param lagNanos how late the latest of its loops is
   * @param inFlight requests in flight, as a part of what it may have; 0 if it may have any number
   * @param cpu how much of the machine's processors it uses, 0 to 1
   */
  public record Load(long lagNanos, double inFlight, double cpu) {
    public static final Load NONE = new Load(0, 0, 0);
  }

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
   */
  public int weight(int current, long upNanos, Load load) {
    double wanted = full * warmth(upNanos) * ease(load);
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

  /** What there is least of decides; several lacks are mostly one. */
  private static double ease(Load load) {
    double byLag = ease((double) load.lagNanos(), EASY_NANOS, HARD_NANOS, LEAST);
    double byInFlight = ease(load.inFlight(), EASY_IN_FLIGHT, 1, LEAST);
    double byCpu = ease(load.cpu(), EASY_CPU, 1, LEAST_BY_CPU);
    return Math.min(byLag, Math.min(byInFlight, byCpu));
  }

  /** 1 up to what is easy, from there on less and less, and the least from what is hard on. */
  private static double ease(double value, double easy, double hard, double least) {
    return 1 - (1 - least) * Math.clamp((value - easy) / (hard - easy), 0, 1);
  }
}
