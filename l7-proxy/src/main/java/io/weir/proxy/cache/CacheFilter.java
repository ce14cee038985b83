package io.weir.proxy.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.cache.CacheCounts.Outcome;
import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.cache.rule.Decision;
import io.weir.proxy.cache.rule.Invalidation;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of a route from a cache, and has fetched what is not there. One serves every
 * loop; {@code docs/cache.md} says what is done when.
 */
public final class CacheFilter implements Filter {
  /** Uses since it was fetched that make a response worth fetching before anybody waits for it. */
  private static final int HOT = 10;

  private final SharedCache cache;
  private final CacheRules rules;

  public CacheFilter(SharedCache cache, CacheRules rules) {
    this.cache = cache;
    this.rules = rules;
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var reply = answered(exchange, next);
    // A cache in front of this one needs the tags; clients have no use for them.
    return exchange.isPeerTrusted() ? reply : reply.map(CacheFilter::withoutTags);
  }

  private static Reply withoutTags(Reply reply) {
    Tags.hide(reply);
    return reply;
  }

  private Future<Reply> answered(Exchange exchange, Next next) {
    var request = exchange.request();
    var method = request.method();
    if (method != Method.GET && method != Method.HEAD) {
      return other(exchange, next);
    }
    if (!rules.languages().isEmpty()) {
      Languages.unify(exchange, rules.languages());
    }
    var fields = exchange.requestChanges().applied(request.fields());
    if (request.upgrade()
        || request.bodyLength() != 0
        || fields.hasAny(Validators.ORIGIN_CONDITIONS)
        || rules.bypasses().test(exchange)) {
      return pass(exchange, next, Outcome.BYPASS, "fwd=bypass");
    }
    return find(exchange, fields, next);
  }

  private Future<Reply> find(Exchange exchange, FieldLines fields, Next next) {
    var asked = asked(exchange, fields);
    var key = key(exchange);
    var variants = cache.store().find(key);
    if (!variants.isEmpty()) {
      long now = System.currentTimeMillis();
      var stored = variants.select(fields);
      if (stored != null && stored.content().isAtHand()) {
        var decision = Decision.of(stored.freshness(), asked, canValidate(stored), now);
        if (decision != Decision.SERVE) {
          return stale(new Lookup(exchange, fields, asked, key.copy()), next, stored, decision);
        }
        var hit = StoredReplies.hit(exchange, fields, stored, now);
        if (hit != null) {
          cache.store().used(key, stored);
          if (isDue(stored, now)) {
            refresh(new Lookup(exchange, fields, asked, key.copy()), next, stored);
          }
          return done(exchange, Outcome.HIT, hit);
        }
        // Evicted just now.
        return findBelow(new Lookup(exchange, fields, asked, key.copy()), next);
      }
      var part = variants.selectPart(fields);
      var reply = part == null ? null : ofPart(exchange, fields, asked, part);
      if (reply != null) {
        return done(exchange, Outcome.HIT, reply);
      }
    }
    return findBelow(new Lookup(exchange, fields, asked, key.copy()), next);
  }

  /** Whether it is asked for often and will soon be stale. */
  private boolean isDue(StoredResponse stored, long now) {
    int percent = rules.ahead().refreshPercent();
    return percent > 0 && stored.use() >= HOT && stored.freshness().isNearlyOver(percent, now);
  }

  private void refresh(Lookup lookup, Next next, StoredResponse stored) {
    var flight = cache.enterAhead(lookup.key());
    if (flight != null) {
      stored.forgetUses();
      new Fetch(cache, rules, lookup, flight, next, canValidate(stored) ? stored : null)
          .beginBehind();
    }
  }

  private static @Nullable Reply ofPart(
      Exchange exchange, FieldLines fields, CacheControl asked, StoredResponse part) {
    long now = System.currentTimeMillis();
    return Decision.of(part.freshness(), asked, true, now) == Decision.SERVE
        ? StoredReplies.ofPart(exchange, fields, part, now)
        : null;
  }

  private Future<Reply> findBelow(Lookup lookup, Next next) {
    var exchange = lookup.exchange();
    var below = cache.store().findBelow(lookup.key(), lookup.fields(), exchange.loop());
    if (below == null) {
      return missed(lookup, next);
    }
    return below.compose(found -> {
      try {
        return from(found.variants(), lookup, next);
      } finally {
        found.release();
      }
    });
  }

  private Future<Reply> from(Variants below, Lookup lookup, Next next) {
    var exchange = lookup.exchange();
    var stored = below.select(lookup.fields());
    if (stored != null) {
      long now = System.currentTimeMillis();
      var decision = Decision.of(stored.freshness(), lookup.asked(), canValidate(stored), now);
      return stale(lookup, next, stored, decision);
    }
    var part = below.selectPart(lookup.fields());
    var reply = part == null ? null : ofPart(exchange, lookup.fields(), lookup.asked(), part);
    return reply == null ? missed(lookup, next) : done(exchange, Outcome.HIT, reply);
  }

  private static CacheControl asked(Exchange exchange, FieldLines fields) {
    boolean isOld =
        exchange.request().minorVersion() == 0
            && fields.has(FieldName.PRAGMA)
            && !fields.has(FieldName.CACHE_CONTROL);
    return isOld ? Pragma.of(fields) : CacheControl.ofRequest(fields);
  }

  private static boolean canValidate(StoredResponse stored) {
    return stored.validators().canValidate();
  }

  /** The key of the request, good until the next one is made on this loop. */
  private CacheKey key(Exchange exchange) {
    var probe = cache.probe(exchange.loop());
    var key = probe.of(exchange);
    for (var part : rules.apart()) {
      key = probe.apart(part.apply(exchange));
    }
    return key;
  }

  /** The key as text, for those who ask what it would be. */
  public String explain(Exchange exchange) {
    return key(exchange).toString();
  }

  private Future<Reply> done(Exchange exchange, Outcome outcome, Reply reply) {
    cache.counts().count(outcome);
    exchange.traffic().cacheOutcome(outcome.word());
    return Future.succeededFuture(reply);
  }

  private Future<Reply> pass(Exchange exchange, Next next, Outcome outcome, String status) {
    cache.counts().count(outcome);
    exchange.traffic().cacheOutcome(outcome.word());
    return next.proceed(exchange).map(reply -> marked(reply, status));
  }

  private static Reply marked(Reply reply, String status) {
    if (!(reply.body() instanceof Body.Tunnel)) {
      reply.changes().add(CacheStatus.forwarded(status));
    }
    return reply;
  }

  /** A method whose responses are not stored; an unsafe one may make stored ones invalid. */
  private Future<Reply> other(Exchange exchange, Next next) {
    cache.counts().count(Outcome.BYPASS);
    exchange.traffic().cacheOutcome(Outcome.BYPASS.word());
    return next.proceed(exchange)
        .map(reply -> {
          if (Invalidation.happens(exchange.request().method(), reply.status())) {
            invalidate(exchange, reply);
          }
          return marked(reply, "fwd=method");
        });
  }

  private void invalidate(Exchange exchange, Reply reply) {
    var probe = cache.probe(exchange.loop());
    cache.remove(probe.of(exchange));
    if (!rules.apart().isEmpty()) {
      cache.remove(key(exchange));
    }
    var target = exchange.request().target();
    var authority = target.port() < 0 ? target.host() : target.host() + ":" + target.port();
    for (var other :
        Invalidation.others(
            exchange.scheme(), authority, target.path() + target.query(), reply.head().fields())) {
      cache.remove(probe.of(exchange, other));
    }
  }

  private Future<Reply> stale(Lookup lookup, Next next, StoredResponse stored, Decision decision) {
    var exchange = lookup.exchange();
    return switch (decision) {
      case SERVE, SERVE_STALE -> serve(lookup, next, stored, decision);
      case SERVE_AND_REVALIDATE -> {
        var reply = serve(lookup, next, stored, decision);
        revalidateBehind(lookup, next, stored);
        yield reply;
      }
      case REVALIDATE, FETCH ->
          exchange.request().method() == Method.HEAD
              ? head(lookup, next, stored)
              : fetch(lookup, next, stored);
      case REFUSE -> refuse(exchange);
    };
  }

  private Future<Reply> serve(Lookup lookup, Next next, StoredResponse stored, Decision decision) {
    var exchange = lookup.exchange();
    var reply = StoredReplies.hit(exchange, lookup.fields(), stored, System.currentTimeMillis());
    if (reply == null) {
      return fetch(lookup, next, null);
    }
    return done(exchange, decision == Decision.SERVE ? Outcome.HIT : Outcome.STALE, reply);
  }

  private Future<Reply> refuse(Exchange exchange) {
    cache.counts().count(Outcome.REFUSED);
    exchange.traffic().cacheOutcome(Outcome.REFUSED.word());
    return Future.failedFuture(
        new ProxyFailure(
            Cause.NOT_CACHED, "found nothing stored that fits; the client wants only-if-cached"));
  }

  private Future<Reply> missed(Lookup lookup, Next next) {
    if (Decision.withoutStored(lookup.asked()) == Decision.REFUSE) {
      return refuse(lookup.exchange());
    }
    return lookup.exchange().request().method() == Method.HEAD
        ? head(lookup, next, null)
        : fetch(lookup, next, null);
  }

  /** A HEAD goes to the server as it is; its answer updates what is stored (RFC 9111 4.3.5). */
  private Future<Reply> head(Lookup lookup, Next next, @Nullable StoredResponse stored) {
    var sent = new HeadUpdate.Sent(System.currentTimeMillis(), cache.store().sequence());
    return pass(lookup.exchange(), next, Outcome.PASS, stored == null ? "fwd=miss" : "fwd=stale")
        .map(reply -> {
          if (stored != null) {
            HeadUpdate.apply(cache.store(), rules, lookup.key(), stored, reply, sent);
          }
          return reply;
        });
  }

  private void revalidateBehind(Lookup lookup, Next next, StoredResponse stored) {
    var flight = cache.newFlight();
    if (cache.enter(lookup.key(), flight) == null) {
      new Fetch(cache, rules, lookup, flight, next, canValidate(stored) ? stored : null)
          .beginBehind();
    }
  }

  /** Tells the client what the stale response has it load, if it wants to know. */
  private void hint(Lookup lookup, @Nullable StoredResponse stored) {
    if (stored != null && rules.ahead().hintsEarly()) {
      EarlyHints.of(lookup.exchange().request(), stored.head())
          .ifPresent(lookup.exchange()::interim);
    }
  }

  /** Has it fetched, or waits for a fetch that is under way. */
  private Future<Reply> fetch(Lookup lookup, Next next, @Nullable StoredResponse stored) {
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
      return done(lookup.exchange(), Outcome.HIT, landed);
    }
    return lead(lookup, next, flight, stored);
  }

  /**
   * The reply from what was stored between the look-up and now, by a flight that has just ended.
   */
  private @Nullable Reply landed(Lookup lookup) {
    var stored = cache.store().find(lookup.key()).select(lookup.fields());
    long now = System.currentTimeMillis();
    boolean isServed =
        stored != null
            && Decision.of(stored.freshness(), lookup.asked(), canValidate(stored), now)
                == Decision.SERVE;
    return stored != null && isServed
        ? StoredReplies.hit(lookup.exchange(), lookup.fields(), stored, now)
        : null;
  }

  /** For who waited for nothing, unless what it waited for has been stored in the meantime. */
  private Future<Reply> alone(Lookup lookup, Next next, @Nullable StoredResponse stored) {
    var landed = landed(lookup);
    return landed == null
        ? lead(lookup, next, cache.newFlight(), stored)
        : done(lookup.exchange(), Outcome.HIT, landed);
  }

  private Future<Reply> lead(
      Lookup lookup, Next next, Flight flight, @Nullable StoredResponse stored) {
    Promise<Reply> reply = Promise.promise();
    new Fetch(cache, rules, lookup, flight, next, stored)
        .begin(landing -> {
          if (!new Answer(cache, lookup, reply).ofLeader(landing, stored)) {
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
          } else if (!new Answer(cache, lookup, reply).ofFollower(landing)) {
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
