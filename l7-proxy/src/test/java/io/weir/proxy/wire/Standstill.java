package io.weir.proxy.wire;

import java.util.function.LongSupplier;

/**
 * Notices when a number that grew grows no more: for a third of a second, as these tests have it.
 */
final class Standstill {
  private static final long NANOS = 300_000_000;

  private final LongSupplier number;
  private long last;
  private long since = System.nanoTime();

  Standstill(LongSupplier number) {
    this.number = number;
  }

  /** Whether it stands still; to be asked again and again. */
  boolean reached() {
    long now = System.nanoTime();
    long value = number.getAsLong();
    if (value != last) {
      last = value;
      since = now;
    }
    return last > 0 && now - since > NANOS;
  }

  /** Where it stood when last asked. */
  long value() {
    return last;
  }
}
