package io.weir.main;

import io.weir.proxy.exchange.Loop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether Weir's own proxy serves, for virtual routers that follow it: it listens and does not
 * drain, and no event loop hangs. Each loop is given a task, and the next one when that has run.
 * One thread asks, some ten times a second.
 */
final class ProxyPulse {
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A loop that hung once is watched this long before others are to rely on it. */
  private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Asked so often in vain: when the whole process has slept, the loops get the time to say so. */
  private static final int TIMES = 3;

  private final List<Beat> beats;
  private final BooleanSupplier isServing;
  private final LongSupplier clock;
  private Optional<Long> steadyAt = Optional.empty();

  /** The tasks of one loop. */
  private static final class Beat implements Runnable {
    private final Executor loop;
    private volatile boolean hasRun = true;
    private long givenAt;
    private int vain;

    private Beat(Executor loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      hasRun = true;
    }

    /** Whether the loop hangs. */
    private boolean look(long now) {
      if (hasRun) {
        hasRun = false;
        givenAt = now;
        vain = 0;
        loop.execute(this);
        return false;
      }
      vain += now - givenAt >= LATE_NANOS ? 1 : 0;
      return vain >= TIMES;
    }
  }

  ProxyPulse(List<Loop> loops, BooleanSupplier isServing) {
    this(
        loops.stream().map(loop -> (Executor) loop::execute).toList(), isServing, System::nanoTime);
  }

  ProxyPulse(List<Executor> loops, BooleanSupplier isServing, LongSupplier clock) {
    this.beats = loops.stream().map(Beat::new).toList();
    this.isServing = isServing;
    this.clock = clock;
  }

  /** What is wrong with the proxy; empty: nothing. */
  Optional<String> trouble() {
    if (!isServing.getAsBoolean()) {
      return Optional.of("the proxy takes no new requests");
    }
    long now = clock.getAsLong();
    long hanging = beats.stream().filter(beat -> beat.look(now)).count();
    if (hanging > 0) {
      steadyAt = Optional.of(now + STEADY_NANOS);
      return Optional.of(
          "%d of %d event loops have done nothing for a second".formatted(hanging, beats.size()));
    }
    return steadyAt.filter(at -> now - at < 0).map(_ -> "an event loop hung a moment ago");
  }
}
