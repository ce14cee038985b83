package io.weir.lvs.edge.enlist;

import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** When an edge says what. Pure. */
final class Beat {
  /** A heartbeat may be lost, or late, without a lease coming to its end. */
  private static final int BEATS_IN_A_LEASE = 3;

  /** Whatever lease a director grants. */
  private static final long LEAST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private Beat() {}

  /**
   * What a director knows by now.
   *
   * @param at when it was told, as {@link System#nanoTime}
   * @param lease that it has granted
   */
  record Told(Duty duty, boolean isDraining, long at, Duration lease) {}

  /** What a director knows once it has answered this. */
  static Told told(Optional<Told> before, Message said, Duty wanted, Duration granted, long now) {
    boolean isDraining =
        switch (said) {
          case Message.Drain _ -> true;
          // A new registration is one that serves, with no weight if need be.
          case Message.Register _ -> false;
          case Message.Heartbeat _, Message.Bye _, Message.Ack _, Message.Refused _ ->
              before.filter(Told::isDraining).isPresent();
        };
    return new Told(wanted, isDraining, now, granted);
  }

  /** What is to be said, or how long there is nothing to say. */
  sealed interface Next {
    record Say(Message message) implements Next {}

    record Wait(long nanos) implements Next {}
  }

  /**
   * What to do now.
   *
   * @param told empty: nothing yet on this stream
   * @param wanted the weights are none if it drains
   */
  static Next next(
      Optional<Told> told, Duty wanted, Optional<Duration> draining, Load load, long now) {
    if (told.isEmpty() || !isLike(told.get().duty(), wanted)) {
      return new Next.Say(new Message.Register(wanted.lease(), wanted.offers()));
    }
    var known = told.get();
    if (draining.isPresent() && !known.isDraining()) {
      return new Next.Say(new Message.Drain(draining.get()));
    }
    long period = Math.max(LEAST_PERIOD_NANOS, known.lease().toNanos() / BEATS_IN_A_LEASE);
    long left = known.at() + period - now;
    if (left > 0 && known.duty().offers().equals(wanted.offers())) {
      return new Next.Wait(left);
    }
    var weights = wanted.offers().stream().map(offer -> offer.server().weight()).toList();
    return new Next.Say(new Message.Heartbeat(weights, load));
  }

  /** Whether all but the weights is the same. */
  private static boolean isLike(Duty one, Duty other) {
    if (!one.lease().equals(other.lease()) || one.offers().size() != other.offers().size()) {
      return false;
    }
    for (int i = 0; i < one.offers().size(); i++) {
      if (!one.offers().get(i).isLike(other.offers().get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * How long to wait before a director is tried again, so that not all edges come at once.
   *
   * @param failures in a row, 1 or more
   * @param part 0 to 1, at random
   */
  static long pauseMillis(int failures, double part) {
    long most = Math.min(2000, 100L << Math.min(failures - 1, 10));
    return Math.round(most * (0.5 + part / 2));
  }
}
