package io.weir.proxy.overload;

import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Priority;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the requests in flight of the whole process, and refuses those that would be too many.
 * Each loop counts in a place of its own and decides for itself. Outlives configurations.
 */
public final class Shedder {
  /** Longs between the places of two loops, so that they share no cache line. */
  private static final int APART = 16;

  private static final int IN_FLIGHT = 0;
  private static final int REFUSED = 1;

  private final int loops;
  private final AtomicLongArray counts;
  private final Shed[] states;

  public Shedder(int loops) {
    this.loops = loops;
    this.counts = new AtomicLongArray((loops + 1) * APART);
    this.states = new Shed[loops];
    Arrays.fill(states, Shed.NOTHING);
  }

  /** A request has begun; called on its loop. */
  public void begun(Loop loop) {
    add(loop, IN_FLIGHT, 1);
  }

  /** A request has ended, or has become a tunnel, which is no work; called on its loop. */
  public void ended(Loop loop) {
    add(loop, IN_FLIGHT, -1);
  }

  /** Requests in flight, over all loops. Any thread may ask. */
  public int inFlight() {
    long sum = 0;
    for (int i = 0; i < loops; i++) {
      sum += counts.getOpaque(place(i, IN_FLIGHT));
    }
    return (int) Math.max(0, sum);
  }

  /** Requests of a priority that were refused so far. Any thread may ask. */
  public long refused(Priority priority) {
    long sum = 0;
    for (int i = 0; i < loops; i++) {
      sum += counts.getOpaque(place(i, REFUSED + priority.ordinal()));
    }
    return sum;
  }

  /**
   * Lets a request pass that has {@linkplain #begun begun}.
   *
   * @throws ProxyFailure if there is too much to do for one of its priority
   */
  public void admit(Exchange exchange, Overload overload, Priority priority) {
    var loop = exchange.loop();
    long lag = loop.lag().nanos();
    int others = inFlight() - 1;
    var state = Shed.decide(states[loop.index()], Shed.pressure(overload, lag, others));
    states[loop.index()] = state;
    if (state.refuses(priority)) {
      add(loop, REFUSED + priority.ordinal(), 1);
      throw new ProxyFailure(
          Cause.OVERLOADED,
          "found %d requests in flight and a loop %d ms late; requests of %s priority are refused"
              .formatted(others, lag / 1_000_000, priority.word()));
    }
  }

  private void add(Loop loop, int what, int by) {
    // Only the loop itself writes here, so nothing gets lost between reading and writing.
    int at = place(loop.index(), what);
    counts.setOpaque(at, counts.getPlain(at) + by);
  }

  private static int place(int loop, int what) {
    return loop * APART + what;
  }
}
