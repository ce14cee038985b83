package io.weir.vrrp.state;

import java.util.List;

/**
 * Something whose state moves a router's priority.
 *
 * @param weight 0: the router is in Fault while it is down; positive: added while it is up;
 *     negative: taken while it is down, as in keepalived
 * @param isUp whether it is up now
 */
public record Tracked(int weight, boolean isUp) {
  /** The largest weight either way. */
  public static final int MAX_WEIGHT = 253;

  private static final int LOWEST = 1;
  private static final int HIGHEST = 254;

  public Tracked {
    if (weight < -MAX_WEIGHT || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "found weight " + weight + "; expected -" + MAX_WEIGHT + " to " + MAX_WEIGHT);
    }
  }

  /** The priority that comes of a base and what is tracked; an owner's never moves. */
  public static int priority(int base, List<Tracked> all) {
    if (base == 255) {
      return base;
    }
    int sum = base;
    for (var tracked : all) {
      if (tracked.weight() > 0 == tracked.isUp()) {
        sum += tracked.weight();
      }
    }
    return Math.clamp(sum, LOWEST, HIGHEST);
  }

  /** Whether a router can take part: nothing of weight 0 is down. */
  public static boolean isAble(List<Tracked> all) {
    return all.stream().allMatch(tracked -> tracked.isUp() || tracked.weight() != 0);
  }
}
