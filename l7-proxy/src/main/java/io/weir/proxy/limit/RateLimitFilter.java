package io.weir.proxy.limit;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Applies the limits of a route: takes from each in turn, and gives all back if one refuses, so
 * that a refused request has taken nothing. Between the two another request may find less than
 * there is, never more: what a limit allows is never exceeded. Shared limits are asked last, all at
 * once.
 */
final class RateLimitFilter implements Filter {
  /** Requests of one route that one loop holds back at a time. */
  static final int MOST_WAITING = 10_000;

  private final Rule[] rules;
  private final boolean hasShared;
  private final RateLimitFields fields;
  private final boolean isBeforeOthers;
  private final Optional<Fleet> fleet;
  private final LongSupplier clock;
  private final Room[] rooms;

  /** What a loop uses again for each request. */
  private static final class Room {
    final KeyText text = new KeyText();
    final Check[] checks;
    int waiting;

    Room(int rules) {
      this.checks = checks(rules);
    }
  }

  /** One request on its way through the limits. */
  private record Passage(Exchange exchange, Next next, Room room, Check[] checks, long now) {}

  /**
   * @param isBeforeOthers whether limits further on may refuse what these let through
   * @param fleet where shared limits are kept; there if one of the rules is shared
   * @param loops how many there are
   */
  RateLimitFilter(
      List<Rule> rules,
      boolean isBeforeOthers,
      Optional<Fleet> fleet,
      int loops,
      LongSupplier clock) {
    // Those that only look on come last, so that they count no request that is refused anyway.
    this.rules =
        rules.stream()
            .sorted(Comparator.comparing(rule -> rule.limit().isDryRun()))
            .toArray(Rule[]::new);
    this.hasShared = rules.stream().anyMatch(rule -> rule.limit().isShared());
    this.fields =
        new RateLimitFields(
            Arrays.stream(this.rules).filter(rule -> !rule.limit().isDryRun()).toList());
    this.isBeforeOthers = isBeforeOthers;
    this.fleet = fleet;
    this.clock = clock;
    this.rooms = new Room[loops];
    Arrays.setAll(rooms, _ -> new Room(this.rules.length));
  }

  private static Check[] checks(int count) {
    var checks = new Check[count];
    Arrays.setAll(checks, _ -> new Check());
    return checks;
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var room = rooms[exchange.loop().index()];
    // While Redis is asked others use the room.
    var checks = hasShared ? checks(rules.length) : room.checks;
    var passage = new Passage(exchange, next, room, checks, clock.getAsLong());
    for (int i = 0; i < rules.length; i++) {
      read(i, passage);
    }
    for (int i = 0; i < rules.length; i++) {
      if (!rules[i].limit().isShared()) {
        take(i, passage);
      }
    }
    return hasShared && fleet.isPresent() ? ask(passage, fleet.get()) : finish(passage);
  }

  private void read(int i, Passage passage) {
    var check = passage.checks[i];
    check.clear();
    check.counts = rules[i].reader().read(passage.exchange, passage.room.text, check.key);
  }

  /**
   * Takes what the request costs from one limit.
   *
   * @throws ProxyFailure if there is not enough; nothing is taken then from any limit
   */
  private void take(int i, Passage passage) {
    var check = passage.checks[i];
    if (check.counts) {
      check.isTaken = rules[i].take(check, passage.now);
      if (!check.isTaken && !rules[i].limit().isDryRun()) {
        refuse(i, passage);
      }
    }
  }

  private void refuse(int i, Passage passage) {
    var check = passage.checks[i];
    new Taken(rules, passage.checks, passage.now).undo(passage.now);
    rules[i].ledger().count(Outcome.REFUSED);
    passage.exchange.limited(Outcome.REFUSED.word(), rules[i].limit().name());
    throw new ProxyFailure(
        Cause.RATE_LIMITED,
        rules[i].detail(),
        List.of(
            fields.policy(),
            fields.state(i, check),
            RateLimitFields.retryAfter(check.waitNanos - rules[i].terms().delayNanos())));
  }

  private Future<Reply> ask(Passage passage, Fleet shared) {
    var parts = new ArrayList<RedisBatch.Part>();
    var checks = new ArrayList<Check>();
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].limit().isShared() && passage.checks[i].counts) {
        parts.add(new RedisBatch.Part(rules[i], passage.checks[i].key));
        checks.add(passage.checks[i]);
      }
    }
    return parts.isEmpty()
        ? finish(passage)
        : new Asking(
                parts,
                checks,
                passage.now,
                () -> answered(passage),
                () -> unanswered(passage, shared))
            .ask(shared.redis(), passage.exchange);
  }

  private Future<Reply> answered(Passage passage) {
    if (passage.exchange.isClientGone()) {
      new Taken(rules, passage.checks, passage.now).undo(passage.now);
      throw new ProxyFailure(Cause.CLIENT_GONE, "found the client gone while Redis was asked");
    }
    for (int i = 0; i < rules.length; i++) {
      var check = passage.checks[i];
      var limit = rules[i].limit();
      if (limit.isShared() && check.counts && !check.isTaken && !limit.isDryRun()) {
        refuse(i, passage);
      }
    }
    return finish(passage);
  }

  private Future<Reply> unanswered(Passage passage, Fleet shared) {
    for (int i = 0; i < rules.length; i++) {
      var check = passage.checks[i];
      if (rules[i].limit().isShared() && check.counts) {
        rules[i].ledger().count(Outcome.UNAVAILABLE);
        switch (shared.onFailure()) {
          case LOCAL -> take(i, passage);
          case OPEN -> check.counts = false;
          case CLOSED -> {
            new Taken(rules, passage.checks, passage.now).undo(passage.now);
            throw new ProxyFailure(
                Cause.LIMITS_UNAVAILABLE,
                "found no answer from redis for '" + rules[i].limit().name() + "'");
          }
        }
      }
    }
    return finish(passage);
  }

  /** Every limit has what it wants: goes on, now or when it is the request's turn. */
  private Future<Reply> finish(Passage passage) {
    long wait = 0;
    for (int i = 0; i < rules.length; i++) {
      count(rules[i], passage.checks[i], passage.exchange);
      wait = rules[i].limit().isDryRun() ? wait : Math.max(wait, passage.checks[i].waitNanos);
    }
    var state = fields.state(passage.checks);
    var reply = wait > 0 ? later(passage, wait) : now(passage);
    return state.length == 0 ? reply : reply.map(sent -> told(sent, state));
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

  private Future<Reply> now(Passage passage) {
    if (!isBeforeOthers) {
      return passage.next.proceed(passage.exchange);
    }
    var taken = new Taken(rules, passage.checks, passage.now);
    try {
      return passage
          .next
          .proceed(passage.exchange)
          .onFailure(thrown -> undoIfLimited(taken, thrown));
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

  private Future<Reply> later(Passage passage, long wait) {
    var room = passage.room;
    var taken = new Taken(rules, passage.checks, passage.now);
    if (room.waiting >= MOST_WAITING) {
      taken.undo(passage.now);
      throw new ProxyFailure(
          Cause.RATE_LIMITED,
          "found " + MOST_WAITING + " requests waiting for their turn; expected room for one more",
          List.of(fields.policy(), RateLimitFields.retryAfter(wait)));
    }
    room.waiting++;
    var waiting = new Waiting(passage.exchange, passage.next, taken, () -> room.waiting--);
    var reply = waiting.until(passage.now + wait);
    return isBeforeOthers ? reply.onFailure(thrown -> undoIfLimited(taken, thrown)) : reply;
  }

  private Reply told(Reply reply, byte[] state) {
    reply.changes().add(fields.policy());
    reply.changes().add(state);
    return reply;
  }
}
