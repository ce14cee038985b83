package io.weir.proxy.upstream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a server takes no connections, by what requests met there. One that refused a connection
 * is passed over for a second, then one request tries it while the others go on passing over it,
 * and each time in vain the pause is twice as long, up to ten seconds. Only what came before any
 * connection counts: no client can talk a server out of use. Any thread; never blocks.
 */
final class Outage {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

  /** The time, as {@link System#nanoTime}, up to which it is passed over; 0: it is in use. */
  private final AtomicLong until = new AtomicLong();

  private final AtomicInteger trials = new AtomicInteger();

  /** How long a server is passed over, in nanoseconds, after as many trials in vain. */
  static long pause(int trials) {
    return Math.min(LONGEST, FIRST << Math.min(trials, 4));
  }

  /** Whether connections to it failed, and none has worked since. */
  boolean lasts() {
    return until.get() != 0;
  }

  /** Whether requests are to go elsewhere, now or until one of them has tried it. */
  boolean isPassedOver(long now) {
    long time = until.get();
    return time != 0 && now - time < 0;
  }

  /**
   * A request was sent its way: whether it may go there. After a pause one may, and the next one
   * when it has not come back within another pause.
   */
  boolean mayTry(long now) {
    long time = until.get();
    if (time == 0) {
      return true;
    }
    if (now - time < 0 || !until.compareAndSet(time, time(now + pause(trials.get() + 1)))) {
      return false;
    }
    trials.incrementAndGet();
    return true;
  }

  /** There was no connection; whether that is news. */
  boolean failed(long now) {
    return until.getAndSet(time(now + pause(trials.get()))) == 0;
  }

  /** There was a new connection; whether that is news. */
  boolean ended() {
    if (until.get() == 0) {
      return false;
    }
    trials.set(0);
    return until.getAndSet(0) != 0;
  }

  private static long time(long nanos) {
    return nanos == 0 ? 1 : nanos;
  }
}
