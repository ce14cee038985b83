package io.weir.proxy.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.cache.CacheCounts.Outcome;
import io.weir.proxy.cache.rule.Decision;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.filter.Next;
import org.jspecify.annotations.Nullable;

/**
 * Has fetched what a route needs and the store does not have, or not as it is needed, once for all
 * who wait for it.
 */
final class Fetches {
  private final SharedCache cache;
  private final CacheRules rules;

  Fetches(SharedCache cache, CacheRules rules) {
    this.cache = cache;
    this.rules = rules;
  }

  /** Has it validated behind the client's back, unless that is under way. */
  void behind(Lookup lookup, Next next, StoredResponse stored) {
    var flight = cache.newFlight();
    if (cache.enter(lookup.key(), flight) == null) {
      fetch(lookup, flight, next, stored).beginBehind();
    }
  }

  /** Has what is fresh yet fetched anew, if there is room for that. */
  void ahead(Lookup lookup, Next next, StoredResponse stored) {
    var flight = cache.enterAhead(lookup.key());
    if (flight != null) {
      stored.forgetUses();
      fetch(lookup, flight, next, stored).beginBehind();
    }
  }

  private Fetch fetch(Lookup lookup, Flight flight, Next next, StoredResponse stored) {
    boolean canValidate = stored.canValidate();
    return new Fetch(cache, rules, lookup, flight, next, canValidate ? stored : null);
  }

  /** Has it fetched, or waits for a fetch that is under way. */
  Future<Reply> fetch(Lookup lookup, Next next, @Nullable StoredResponse stored) {
    hint(lookup, stored);
    var flight = cache.newFlight();
    boolean isAlone = lookup.fields().has(FieldName.RANGE) || cache.isPassed(lookup.key());
    var other = isAlone ? null : cache.enter(lookup.key(), flight);
    if (other != null) {
      return follow(lookup, next, other, stored);
    }
    var landed = isAlone || stored != null ? null : landed(lookup);
    if (landed != null) {
      cache.leave(lookup.key(), flight);
      flight.land(new Landing.Nothing());
      return hit(lookup, landed);
    }
    return lead(lookup, next, flight, stored);
  }

  /** Tells the client what the stale response has it load, if it wants to know. */
  private void hint(Lookup lookup, @Nullable StoredResponse stored) {
    if (stored != null && rules.ahead().hintsEarly()) {
      EarlyHints.of(lookup.exchange().request(), stored.head())
          .ifPresent(lookup.exchange()::interim);
    }
  }

  /**
   * The reply from what was stored between the look-up and now, by a flight that has just ended.
   */
  private @Nullable Reply landed(Lookup lookup) {
    var stored = cache.store().find(lookup.key()).select(lookup.fields());
    if (stored == null) {
      return null;
    }
    long now = System.currentTimeMillis();
    boolean canValidate = stored.canValidate();
    var decision = Decision.of(stored.freshness(), lookup.asked(), canValidate, now);
    return decision == Decision.SERVE
        ? StoredReplies.hit(lookup.exchange(), lookup.fields(), stored, now)
        : null;
  }

  private Future<Reply> hit(Lookup lookup, Reply reply) {
    cache.note(lookup.exchange(), Outcome.HIT);
    return Future.succeededFuture(reply);
  }

  /** For who waited for nothing, unless what it waited for has been stored in the meantime. */
  private Future<Reply> alone(Lookup lookup, Next next, @Nullable StoredResponse stored) {
    var landed = landed(lookup);
    return landed == null ? lead(lookup, next, cache.newFlight(), stored) : hit(lookup, landed);
  }

  private Future<Reply> lead(
      Lookup lookup, Next next, Flight flight, @Nullable StoredResponse stored) {
    Promise<Reply> reply = Promise.promise();
    new Fetch(cache, rules, lookup, flight, next, stored)
        .begin(landing -> {
          if (!new Answer(cache, lookup, next, reply).ofLeader(landing, stored)) {
            lead(lookup, next, cache.newFlight(), null).onComplete(reply);
          }
        });
    return reply.future();
  }

  private Future<Reply> follow(
      Lookup lookup, Next next, Flight flight, @Nullable StoredResponse stored) {
    Promise<Reply> reply = Promise.promise();
    flight.await(
        lookup.exchange().loop(),
        rules.waitNanos(),
        landing -> {
          if (!cache.isKept(lookup.key(), flight)) {
            fetch(lookup, next, stored).onComplete(reply);
          } else if (!new Answer(cache, lookup, next, reply).ofFollower(landing)) {
            again(lookup, next, landing, stored).onComplete(reply);
          }
        });
    return reply.future();
  }

  private Future<Reply> again(
      Lookup lookup, Next next, Landing landing, @Nullable StoredResponse stored) {
    return landing instanceof Landing.Later
        ? fetch(lookup, next, stored)
        : alone(lookup, next, stored);
  }
}
