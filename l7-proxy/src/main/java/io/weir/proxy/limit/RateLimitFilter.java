package io.weir.proxy.limit;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Applies the limits of a route: takes from each in turn, and gives all back if one refuses, so
 * that a refused request has taken nothing. Between the two another request may find less than
 * there is, never more: what a limit allows is never exceeded.
 */
final class RateLimitFilter implements Filter {
  /** Requests of one route that one loop holds back at a time. */
  static final int MOST_WAITING = 10_000;

  private final Rule[] rules;
  private final RateLimitFields fields;
  private final boolean isBeforeOthers;
  private final LongSupplier clock;
  private final Room[] rooms;

  /** What a loop uses again for each request. */
  private static final class Room {
    final KeyText text = new KeyText();
    final Check[] checks;
    int waiting;

    Room(int rules) {
      this.checks = new Check[rules];
      Arrays.setAll(checks, _ -> new Check());
    }
  }

  /**
   * @param isBeforeOthers whether limits further on may refuse what these let through
   * @param loops how many there are
   */
  RateLimitFilter(List<Rule> rules, boolean isBeforeOthers, int loops, LongSupplier clock) {
    // Those that only look on come last, so that they count no request that is refused anyway.
    this.rules =
        rules.stream()
            .sorted(Comparator.comparing(rule -> rule.limit().isDryRun()))
            .toArray(Rule[]::new);
    this.fields =
        new RateLimitFields(
            Arrays.stream(this.rules).filter(rule -> !rule.limit().isDryRun()).toList());
    this.isBeforeOthers = isBeforeOthers;
    this.clock = clock;
    this.rooms = new Room[loops];
    Arrays.setAll(rooms, _ -> new Room(this.rules.length));
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var room = rooms[exchange.loop().index()];
    long now = clock.getAsLong();
    long wait = 0;
    for (int i = 0; i < rules.length; i++) {
      wait = Math.max(wait, pass(i, exchange, room, now));
    }
    for (int i = 0; i < rules.length; i++) {
      count(rules[i], room.checks[i], exchange);
    }
    var state = fields.state(room.checks);
    var reply = wait > 0 ? later(exchange, next, room, now, wait) : now(exchange, next, room, now);
    return state.length == 0 ? reply : reply.map(sent -> told(sent, state));
  }

  /**
   * Takes what the request costs from one limit; how long it has to wait for that.
   *
   * @throws ProxyFailure if there is not enough; nothing is taken then from any limit
   */
  private long pass(int i, Exchange exchange, Room room, long now) {
    var rule = rules[i];
    var check = room.checks[i];
    check.clear();
    check.counts = rule.reader().read(exchange, room.text, check.key);
    if (!check.counts) {
      return 0;
    }
    check.isTaken = rule.take(check, now);
    if (rule.limit().isDryRun()) {
      return 0;
    }
    if (!check.isTaken) {
      refuse(i, exchange, room, now);
    }
    return check.waitNanos;
  }

  private void refuse(int i, Exchange exchange, Room room, long now) {
    var check = room.checks[i];
    clearAfter(i, room);
    if (i > 0) {
      new Taken(rules, room.checks, now).undo(now);
    }
    rules[i].ledger().count(Outcome.REFUSED);
    exchange.limited(Outcome.REFUSED.word(), rules[i].limit().name());
    throw new ProxyFailure(
        Cause.RATE_LIMITED,
        rules[i].detail(),
        List.of(
            fields.policy(),
            fields.state(i, check),
            RateLimitFields.retryAfter(check.waitNanos - rules[i].terms().delayNanos())));
  }

  /** What is in the room behind the limit that refuses is of another request. */
  private static void clearAfter(int i, Room room) {
    for (int k = i; k < room.checks.length; k++) {
      room.checks[k].bucket = null;
      room.checks[k].hole = null;
    }
  }

  private static void count(Rule rule, Check check, Exchange exchange) {
    if (!check.counts) {
      rule.ledger().count(Outcome.NO_KEY);
    } else if (!check.isTaken) {
      rule.ledger().count(Outcome.DRY_RUN);
      exchange.limited(Outcome.DRY_RUN.word(), rule.limit().name());
    } else if (check.waitNanos > 0 && !rule.limit().isDryRun()) {
      rule.ledger().count(Outcome.DELAYED);
      exchange.limited(Outcome.DELAYED.word(), rule.limit().name());
    } else {
      rule.ledger().count(Outcome.PASSED);
    }
  }

  private Future<Reply> now(Exchange exchange, Next next, Room room, long now) {
    if (!isBeforeOthers) {
      return next.proceed(exchange);
    }
    var taken = new Taken(rules, room.checks, now);
    try {
      return next.proceed(exchange).onFailure(thrown -> undoIfLimited(taken, thrown));
    } catch (ProxyFailure failure) {
      undoIfLimited(taken, failure);
      throw failure;
    }
  }

  /** Nobody but a limit further on fails for this cause. */
  private void undoIfLimited(Taken taken, Throwable thrown) {
    if (thrown instanceof ProxyFailure failure && failure.why() == Cause.RATE_LIMITED) {
      taken.undo(clock.getAsLong());
    }
  }

  private Future<Reply> later(Exchange exchange, Next next, Room room, long now, long wait) {
    var taken = new Taken(rules, room.checks, now);
    if (room.waiting >= MOST_WAITING) {
      taken.undo(now);
      throw new ProxyFailure(
          Cause.RATE_LIMITED,
          "found " + MOST_WAITING + " requests waiting for their turn; expected room for one more",
          List.of(fields.policy(), RateLimitFields.retryAfter(wait)));
    }
    room.waiting++;
    var waiting = new Waiting(exchange, next, taken, () -> room.waiting--);
    var reply = waiting.until(now + wait);
    return isBeforeOthers ? reply.onFailure(thrown -> undoIfLimited(taken, thrown)) : reply;
  }

  private Reply told(Reply reply, byte[] state) {
    reply.changes().add(fields.policy());
    reply.changes().add(state);
    return reply;
  }
}
