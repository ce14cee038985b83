package io.weir.proxy.listen;

import io.weir.dsl.model.Intake;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast connections may be accepted at one place, over all loops: a token bucket, kept as the
 * one moment at which it would be full. Any thread may call; nothing waits.
 */
final class Pace {
  private final Intake.Accept accept;
  private final long step;
  private final long depth;
  private final AtomicLong full;

  Pace(Intake.Accept accept, long now) {
    this.accept = accept;
    this.step = Math.max(1, (long) accept.rate().nanosEach());
    this.depth = step * accept.burst();
    this.full = new AtomicLong(now);
  }

  /** What it was made of. */
  Intake.Accept accept() {
    return accept;
  }

  /**
   * Takes a token.
   *
   * @param now {@link System#nanoTime}
   * @return 0 if there was one, else in how many nanoseconds there is one
   */
  long take(long now) {
    long before = full.get();
    while (true) {
      long from = before - now > 0 ? before : now;
      long next = from + step;
      long wait = next - depth - now;
      if (wait > 0) {
        return wait;
      }
      long found = full.compareAndExchange(before, next);
      if (found == before) {
        return 0;
      }
      before = found;
    }
  }
}
