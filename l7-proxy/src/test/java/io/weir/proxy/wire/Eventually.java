package io.weir.proxy.wire;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what threads of the proxy or of the kernel are about to bring about. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 1_000_000;

  private Eventually() {}

  /** Returns as soon as the claim holds; fails with the description if it never does. */
  static void holds(Supplier<String> description, BooleanSupplier claim) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!claim.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(description.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
