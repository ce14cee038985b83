package io.weir.vrrp.state;

import java.util.List;

/**
 * What something that is tracked does to a router at this moment.
 *
 * @param adds to the priority; negative: it is taken
 * @param isAble whether the router can take part with it
 */
public record Tracked(int adds, boolean isAble) {
  /** The largest weight of what is up or down, either way, as in keepalived. */
  public static final int MAX_WEIGHT = 253;

  /** The largest weight that a number is multiplied with, as in keepalived. */
  public static final int MAX_FACTOR = 254;

  private static final int LOWEST = 1;
  private static final int HIGHEST = 254;
  private static final int OWNER = 255;

  /**
   * Of something that is up or down.
   *
   * @param weight 0: the router is in Fault while it is down; positive: added while it is up;
   *     negative: taken while it is down
   */
  public static Tracked of(int weight, boolean isUp) {
    if (weight < -MAX_WEIGHT || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "found weight " + weight + "; expected -" + MAX_WEIGHT + " to " + MAX_WEIGHT);
    }
    return new Tracked(weight > 0 == isUp ? weight : 0, isUp || weight != 0);
  }

  /**
   * Of a number, as keepalived's track_file has it.
   *
   * @param weight 0: the router is in Fault while the number is another than 0; otherwise the
   *     number is multiplied by it and added, and the router is in Fault if that is below -253
   */
  public static Tracked ofNumber(int weight, int number) {
    if (weight < -MAX_FACTOR || weight > MAX_FACTOR) {
      throw new IllegalArgumentException(
          "found weight " + weight + "; expected -" + MAX_FACTOR + " to " + MAX_FACTOR);
    }
    long adds = (long) weight * number;
    return new Tracked(
        Math.clamp(adds, -HIGHEST, HIGHEST), weight == 0 ? number == 0 : adds >= -MAX_WEIGHT);
  }

  /** The priority that comes of a base and what is tracked; an owner's never moves. */
  public static int priority(int base, List<Tracked> all) {
    if (base == OWNER) {
      return base;
    }
    int sum = base + all.stream().mapToInt(Tracked::adds).sum();
    return Math.clamp(sum, LOWEST, HIGHEST);
  }

  /** Whether a router can take part: nothing keeps it from that. */
  public static boolean isAble(List<Tracked> all) {
    return all.stream().allMatch(Tracked::isAble);
  }
}
