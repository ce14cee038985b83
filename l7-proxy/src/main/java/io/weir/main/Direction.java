package io.weir.main;

import java.util.Set;

/**
 * What virtual routers say of this machine.
 *
 * @param isStandingBy whether another machine directs
 * @param active the numbers of the virtual routers that are active here
 */
record Direction(boolean isStandingBy, Set<Integer> active) {
  /** Of a machine without virtual routers: it directs. */
  static final Direction ALONE = new Direction(false, Set.of());

  Direction {
    active = Set.copyOf(active);
  }
}
