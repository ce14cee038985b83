package io.weir.dsl.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many connections a listener takes in, over all loops.
 *
 * @param connections open at once; more wait in the kernel's queue
 * @param perClient open at once from one address, or one /64 of IPv6; more are reset
 * @param accept how fast new ones are taken; faster ones wait in the kernel's queue
 */
public record Intake(OptionalInt connections, OptionalInt perClient, Optional<Accept> accept) {
  /** A listener that takes whatever comes. */
  public static final Intake UNLIMITED =
      new Intake(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

  /**
   * How fast connections are accepted.
   *
   * @param burst how many may be taken at once after a rest
   */
  public record Accept(Rate rate, int burst) {}
}
