package io.weir.proxy.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that only moves when told to; begins now, so that it can stand in for the system's. */
final class ManualClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong(System.nanoTime());

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
