package io.weir.lvs;

import io.weir.lvs.table.RealServer;
import java.util.List;
import java.util.Optional;

/**
 * How much the live servers of a service must weigh together for it to be worth serving by them, as
 * keepalived has it (keepalived/check/ipwrapper.c). Pure.
 *
 * @param weight that is needed; at least 1
 * @param hysteresis how much less is borne once it is had, and how much more it takes to have it
 *     again; less than the weight
 */
public record Quorum(int weight, int hysteresis) {
  /** Any live server that takes connections will do. */
  public static final Quorum ANY = new Quorum(1, 0);

  public Quorum {
    if (weight < 1 || hysteresis < 0 || hysteresis >= weight) {
      throw new IllegalArgumentException("found quorum " + weight + ", hysteresis " + hysteresis);
    }
  }

  /**
   * Whether there is a quorum now.
   *
   * @param isHeld whether there was one; at the start there is none
   * @param live what the live servers weigh together
   */
  public boolean isHeld(boolean isHeld, long live) {
    return live >= (isHeld ? (long) weight - hysteresis : (long) weight + hysteresis);
  }

  /**
   * Who is to serve.
   *
   * @param live servers that are alive, whatever they weigh
   * @param sorry serves in their place while there is no quorum; empty: they go on
   */
  public static List<RealServer> serving(
      boolean isHeld, List<RealServer> live, Optional<RealServer> sorry) {
    return isHeld || sorry.isEmpty() ? List.copyOf(live) : List.of(sorry.get());
  }
}
