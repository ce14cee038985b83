package io.weir.proxy.listen;

import io.weir.dsl.model.Intake;
import io.weir.proxy.exchange.Tally;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One place where clients connect, over all loops: how many are in, and how many more may come.
 * Counts outlive configurations. Any thread may call; nothing waits.
 */
public final class Entrance {
  private final List<Gate> gates = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger shut = new AtomicInteger();
  private final Tally<Long> clients = new Tally<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder evicted = new LongAdder();
  private final LongAdder[] pauses = new LongAdder[Reason.values().length];
  private final Descriptors descriptors;
  private volatile Rules rules = new Rules(Integer.MAX_VALUE, Integer.MAX_VALUE, null);

  /** Why no more connections are accepted for now. */
  public enum Reason {
    /** As many are open as may be. */
    CONNECTIONS("connections"),
    /** They come faster than they may. */
    RATE("rate"),
    /** Descriptors are, or are nearly, used up. */
    DESCRIPTORS("descriptors");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The word in metrics. */
    public String label() {
      return label;
    }
  }

  /**
   * What holds at this moment.
   *
   * @param pace null for any
   */
  private record Rules(int most, int mostPerClient, @Nullable Pace pace) {}

  Entrance(Descriptors descriptors) {
    this.descriptors = descriptors;
    for (int i = 0; i < pauses.length; i++) {
      pauses[i] = new LongAdder();
    }
  }

  /** Connections that are open. */
  public int open() {
    return open.get();
  }

  /** Connections that were reset because their client had as many as it may have. */
  public long refused() {
    return refused.sum();
  }

  /** Connections that waited for a request, and were closed to make room. */
  public long evicted() {
    return evicted.sum();
  }

  /** How often a loop stopped accepting. */
  public long pauses(Reason reason) {
    return pauses[reason.ordinal()].sum();
  }

  /** Takes connections in by these rules from now on. */
  void serve(Intake intake) {
    var pace = rules.pace;
    var accept = intake.accept();
    if (accept.isEmpty()) {
      pace = null;
    } else if (pace == null || !pace.accept().equals(accept.get())) {
      pace = new Pace(accept.get(), System.nanoTime());
    }
    rules = new Rules(most(intake.connections()), most(intake.perClient()), pace);
    gates.forEach(Gate::wake);
  }

  private static int most(OptionalInt limit) {
    return limit.orElse(Integer.MAX_VALUE);
  }

  void add(Gate gate) {
    gates.add(gate);
  }

  void remove(Gate gate) {
    gates.remove(gate);
  }

  Descriptors descriptors() {
    return descriptors;
  }

  /** Takes a place, which {@link #leave} gives back; whether there was one. */
  boolean enter() {
    int most = rules.most;
    int now = open.get();
    while (now < most) {
      int found = open.compareAndExchange(now, now + 1);
      if (found == now) {
        descriptors.entered();
        return true;
      }
      now = found;
    }
    return false;
  }

  /** Whether there was a place a moment ago. */
  boolean hasRoom() {
    return open.get() < rules.most;
  }

  /** Gives a place back, and has loops that stopped accepting go on. */
  void leave() {
    open.decrementAndGet();
    descriptors.left();
    if (shut.get() > 0) {
      gates.forEach(Gate::wake);
    }
  }

  /** Whether connections are counted by client. */
  boolean countsClients() {
    return rules.mostPerClient != Integer.MAX_VALUE;
  }

  /** Takes one of the places that a client has, which {@link #leave(long)} gives back. */
  boolean enter(long client) {
    boolean entered = clients.enter(client, rules.mostPerClient);
    if (!entered) {
      refused.increment();
    }
    return entered;
  }

  void leave(long client) {
    clients.leave(client);
  }

  /** How long the next connection has to wait, in nanoseconds; 0: it is taken now. */
  long pace(long now) {
    var pace = rules.pace;
    return pace == null ? 0 : pace.take(now);
  }

  void shut(Reason reason) {
    shut.incrementAndGet();
    pauses[reason.ordinal()].increment();
  }

  void reopened() {
    shut.decrementAndGet();
  }

  void evicted(int count) {
    evicted.add(count);
  }
}
