package io.weir.proxy.cache;

import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.Loop;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fetch that others wait for. Any loop may wait; the loop that fetches tells all once. Who has
 * waited too long goes on as if nothing had come.
 */
final class Flight {
  private static final Landing NOTHING = new Landing.Nothing();

  private final AtomicBoolean isAhead = new AtomicBoolean();
  private final long sequence;
  private final AtomicReference<State> state = new AtomicReference<>(new State(null, null));

  private record State(@Nullable Waiter waiters, @Nullable Landing landing) {}

  /**
   * @param sequence when its request is sent, by {@code CacheStore.sequence}
   */
  Flight(long sequence) {
    this.sequence = sequence;
  }

  /** Nobody waits for it: it is one of a bounded number. */
  Flight ahead() {
    isAhead.set(true);
    return this;
  }

  /** Whether it was one of a bounded number until now. */
  boolean endAhead() {
    return isAhead.getAndSet(false);
  }

  long sequence() {
    return sequence;
  }

  /** The tags of what it brings, as far as that is known. */
  Tags tags() {
    return switch (Objects.requireNonNull(state.get()).landing) {
      case Landing.Arriving arriving -> arriving.tags();
      case Landing.Usable usable -> usable.stored().tags();
      case null -> Tags.NONE;
      case Landing.Passing _, Landing.Nothing _, Landing.Later _, Landing.Failed _ -> Tags.NONE;
    };
  }

  /** Calls back on the loop, from which it is called, with what came of it. */
  void await(Loop loop, long limitNanos, Consumer<Landing> then) {
    var waiter = new Waiter(loop, then);
    while (true) {
      var now = Objects.requireNonNull(state.get());
      if (now.landing != null) {
        then.accept(now.landing);
        return;
      }
      waiter.next = now.waiters;
      if (state.compareAndSet(now, new State(waiter, null))) {
        loop.deadlines().set(waiter, System.nanoTime() + limitNanos);
        return;
      }
    }
  }

  /** Whether anyone waits. */
  boolean isAwaited() {
    return Objects.requireNonNull(state.get()).waiters != null;
  }

  /** Tells all who wait, and all who come later. */
  void land(Landing landing) {
    land(landing, () -> {});
  }

  /**
   * Tells all who wait, and all who come later.
   *
   * @param toldAll run when all who waited by now have been told, on any loop
   */
  void land(Landing landing, Runnable toldAll) {
    var before = Objects.requireNonNull(state.getAndSet(new State(null, landing)));
    // One more than there are, so that it is not 0 before all have been counted.
    var left = new AtomicInteger(1);
    for (var waiter = before.waiters; waiter != null; waiter = waiter.next) {
      var told = waiter;
      left.incrementAndGet();
      told.loop.execute(() -> {
        told.tell(landing);
        countDown(left, toldAll);
      });
    }
    countDown(left, toldAll);
  }

  private static void countDown(AtomicInteger left, Runnable then) {
    if (left.decrementAndGet() == 0) {
      then.run();
    }
  }

  private static final class Waiter extends Deadline {
    private final Loop loop;
    private final Consumer<Landing> then;
    private @Nullable Waiter next;
    private boolean told;

    Waiter(Loop loop, Consumer<Landing> then) {
      this.loop = loop;
      this.then = then;
    }

    @Override
    protected void expired(long now) {
      tell(NOTHING);
    }

    void tell(Landing landing) {
      if (!told) {
        told = true;
        loop.deadlines().remove(this);
        then.accept(landing);
      }
    }
  }
}
