package io.weir.proxy.cache;

import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.Loop;
import java.time.Duration;

/**
 * For how long content that is only passed on can be joined: until nobody has come for a moment,
 * and five seconds at most. Lives on the loop of the fetch, but for {@link #joined}.
 */
final class Entrance extends Deadline {
  private static final long QUIET_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

  private final Loop loop;
  private final Runnable close;
  private volatile long joinedAt;
  private long until;

  /**
   * @param close run when it is over, unless it was {@link #shut} before
   */
  Entrance(Loop loop, Runnable close) {
    this.loop = loop;
    this.close = close;
  }

  /** Somebody has come. Any thread. */
  void joined() {
    joinedAt = System.nanoTime();
  }

  /** All who waited are in: from now on the time counts. */
  void open() {
    long now = System.nanoTime();
    until = now + LONGEST_NANOS;
    loop.deadlines().set(this, now + QUIET_NANOS);
  }

  /** There is nothing to join any more. */
  void shut() {
    loop.deadlines().remove(this);
  }

  @Override
  protected void expired(long now) {
    long quietAt = joinedAt + QUIET_NANOS;
    if (now - quietAt < 0 && now - until < 0) {
      loop.deadlines().set(this, quietAt);
    } else {
      close.run();
    }
  }
}
