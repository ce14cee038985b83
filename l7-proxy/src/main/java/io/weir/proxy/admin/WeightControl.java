package io.weir.proxy.admin;

import io.vertx.core.Future;
import java.util.OptionalInt;

/** How much of the traffic this Weir asks those for who balance it. Never blocks. */
public interface WeightControl {
  /** A percentage; 0: no new connections. */
  int percent();

  /**
   * Fixes it.
   *
   * @param percent 0 to 100; empty: as the load says again
   */
  Future<Void> fix(OptionalInt percent);
}
