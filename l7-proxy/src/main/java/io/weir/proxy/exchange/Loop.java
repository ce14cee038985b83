package io.weir.proxy.exchange;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What one event loop owns and nothing else touches: a number, so that features can keep arrays
 * with a place for each loop, randomness, time-outs. Only its own thread may use it, but for {@link
 * #execute}.
 */
public final class Loop {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  private final int index;
  private final EventLoop eventLoop;
  private final Context context;
  private final Deadlines deadlines;
  private final SplittableRandom random;
  private final Lag lag = new Lag();

  /**
   * @param index 0 to the number of loops less one
   */
  public Loop(int index, EventLoop eventLoop, Context context, long seed) {
    this.index = index;
    this.eventLoop = eventLoop;
    this.context = context;
    this.deadlines = new Deadlines(System.nanoTime());
    this.random = new SplittableRandom(seed);
  }

  /**
   * A loop that has no thread and runs nothing, for requests that are only thought through: it has
   * randomness and ids, and neither {@link #eventLoop} nor {@link #context}.
   */
  @SuppressWarnings("NullAway") // what it lacks is only asked for where something would run
  public static Loop detached(long seed) {
    return new Loop(0, null, null, seed);
  }

  public int index() {
    return index;
  }

  public EventLoop eventLoop() {
    return eventLoop;
  }

  /** The Vert.x context that stands for this loop. */
  public Context context() {
    return context;
  }

  /** The loop's time-outs. */
  public Deadlines deadlines() {
    return deadlines;
  }

  /** How late this loop comes to what is due. */
  public Lag lag() {
    return lag;
  }

  /** Not for secrets. */
  public SplittableRandom random() {
    return random;
  }

  /** Runs the task on this loop; any thread may call. */
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  /**
   * Runs the task on this loop after so many nanoseconds; for what {@link #deadlines} is too slow.
   */
  public void after(long nanos, Runnable task) {
    eventLoop.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** A fresh id: 32 hexadecimal digits. */
  public String newRequestId() {
    var digits = new byte[32];
    long high = random.nextLong();
    long low = random.nextLong();
    for (int i = 0; i < 16; i++) {
      digits[i] = HEX[(int) (high >>> (i << 2)) & 15];
      digits[16 + i] = HEX[(int) (low >>> (i << 2)) & 15];
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }
}
