package io.weir.proxy.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How late a loop comes to what is due, smoothed over some 200 ms so that one pause of the
 * collector does not look like overload. Written by the loop; any thread may read.
 */
public final class Lag {
  private static final VarHandle NANOS;

  static {
    try {
      NANOS = MethodHandles.lookup().findVarHandle(Lag.class, "nanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long last;
  private boolean started;
  private long nanos;

  /**
   * Notes that a task has run.
   *
   * @param due when it should have; {@link System#nanoTime}
   * @param now when it did
   */
  public void ran(long due, long now) {
    long late = Math.max(0, now - due);
    long gap = started ? Math.max(0, now - last) : 0;
    started = true;
    last = now;
    // Weighed by the time it stands for: a loop that is late measures seldom.
    double weight = gap / (gap + 3.0 * Deadlines.TICK_NANOS);
    long smoothed = nanos + (long) ((late - nanos) * weight);
    NANOS.setOpaque(this, smoothed);
  }

  /** Nanoseconds. */
  public long nanos() {
    return (long) NANOS.getOpaque(this);
  }
}
