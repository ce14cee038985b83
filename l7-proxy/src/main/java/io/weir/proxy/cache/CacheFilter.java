package io.weir.proxy.cache;

import io.vertx.core.Future;
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
  private final Fetches fetches;
  private final Slices slices;

  public CacheFilter(SharedCache cache, CacheRules rules) {
    this.cache = cache;
    this.rules = rules;
    this.fetches = new Fetches(cache, rules);
    this.slices = new Slices(cache, rules, fetches);
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var reply = answered(exchange, next);
    if (exchange.isPeerTrusted()) {
      // A cache in front of this one needs the tags; clients have no use for them.
      return reply;
    }
    if (reply.succeeded()) {
      Tags.hide(reply.result());
      return reply;
    }
    return reply.map(CacheFilter::withoutTags);
  }

  private static Reply withoutTags(Reply reply) {
    Tags.hide(reply);
    return reply;
  }

  private Future<Reply> answered(Exchange exchange, Next next) {
    var request = exchange.request();
    return switch (request.method()) {
      case GET, HEAD ->
          request.bodyLength() == 0
              ? fetching(exchange, next)
              : pass(exchange, next, Outcome.BYPASS, "fwd=bypass");
      case QUERY ->
          request.bodyLength() <= Gathering.MOST && !request.fields().has(FieldName.RANGE)
              ? fetching(exchange, next)
              : pass(exchange, next, Outcome.BYPASS, "fwd=bypass");
      case POST, PUT, DELETE, OPTIONS, PATCH, TRACE, CONNECT, OTHER -> other(exchange, next);
    };
  }

  private Future<Reply> fetching(Exchange exchange, Next next) {
    var request = exchange.request();
    if (!rules.languages().isEmpty()) {
      Languages.unify(exchange, rules.languages());
    }
    var fields = exchange.requestChanges().applied(request.fields());
    if (request.upgrade()
        || fields.hasAny(Validators.ORIGIN_CONDITIONS)
        || rules.bypasses().test(exchange)) {
      return pass(exchange, next, Outcome.BYPASS, "fwd=bypass");
    }
    return request.method() == Method.QUERY
        ? query(exchange, fields, next)
        : find(exchange, fields, key(exchange), QueryContent.NONE, next);
  }

  /** What is asked for stands in the content of the request, so that is read first. */
  private Future<Reply> query(Exchange exchange, FieldLines fields, Next next) {
    return Gathering.of(exchange)
        .compose(gathered -> {
          if (gathered.isEmpty()) {
            return pass(exchange, next, Outcome.BYPASS, "fwd=bypass");
          }
          var content = gathered.get();
          return find(exchange, fields, key(exchange, content.print(fields)), content, next);
        });
  }

  private Future<Reply> find(
      Exchange exchange, FieldLines fields, CacheKey key, QueryContent content, Next next) {
    var asked = asked(exchange, fields);
    var variants = cache.store().find(key);
    if (!variants.isEmpty()) {
      long now = System.currentTimeMillis();
      var stored = variants.select(fields);
      if (stored != null && stored.content().isAtHand()) {
        var decision = Decision.of(stored.freshness(), asked, stored.canValidate(), now);
        if (decision != Decision.SERVE) {
          var lookup = new Lookup(exchange, fields, asked, key.copy(), content);
          return stale(lookup, next, stored, decision);
        }
        var hit = StoredReplies.hit(exchange, fields, stored, now);
        if (hit != null) {
          cache.store().used(key, stored);
          if (isDue(stored, now)) {
            var lookup = new Lookup(exchange, fields, asked, key.copy(), content);
            fetches.ahead(lookup, next, stored);
          }
          return done(exchange, Outcome.HIT, hit);
        }
        // Evicted just now.
        return findBelow(new Lookup(exchange, fields, asked, key.copy(), content), next);
      }
      var reply = ofParts(exchange, fields, asked, variants);
      if (reply != null) {
        return done(exchange, Outcome.HIT, reply);
      }
    }
    return findBelow(new Lookup(exchange, fields, asked, key.copy(), content), next);
  }

  /** Whether it is asked for often and will soon be stale. */
  private boolean isDue(StoredResponse stored, long now) {
    int percent = rules.ahead().refreshPercent();
    return percent > 0 && stored.use() >= HOT && stored.freshness().isNearlyOver(percent, now);
  }

  private static @Nullable Reply ofParts(
      Exchange exchange, FieldLines fields, CacheControl asked, Variants stored) {
    if (!fields.has(FieldName.RANGE)) {
      return null;
    }
    long now = System.currentTimeMillis();
    for (var part : stored.parts(fields)) {
      boolean isServed = Decision.of(part.freshness(), asked, true, now) == Decision.SERVE;
      var reply = isServed ? StoredReplies.ofPart(exchange, fields, part, now) : null;
      if (reply != null) {
        return reply;
      }
    }
    return null;
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
      var decision = Decision.of(stored.freshness(), lookup.asked(), stored.canValidate(), now);
      return stale(lookup, next, stored, decision);
    }
    var reply = ofParts(exchange, lookup.fields(), lookup.asked(), below);
    return reply == null ? missed(lookup, next) : done(exchange, Outcome.HIT, reply);
  }

  private static CacheControl asked(Exchange exchange, FieldLines fields) {
    boolean isOld =
        exchange.request().minorVersion() == 0
            && fields.has(FieldName.PRAGMA)
            && !fields.has(FieldName.CACHE_CONTROL);
    return isOld ? Pragma.of(fields) : CacheControl.ofRequest(fields);
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

  /** The key of a QUERY, in memory of its own: another request may come before the next step. */
  private CacheKey key(Exchange exchange, String contentPrint) {
    var probe = cache.probe(exchange.loop());
    long number = cache.queried(probe.of(exchange), exchange.loop());
    key(exchange);
    return probe.query(Long.toHexString(number) + " " + contentPrint).copy();
  }

  private Future<Reply> done(Exchange exchange, Outcome outcome, Reply reply) {
    cache.note(exchange, outcome);
    return Future.succeededFuture(reply);
  }

  private Future<Reply> pass(Exchange exchange, Next next, Outcome outcome, String status) {
    cache.note(exchange, outcome);
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
    cache.note(exchange, Outcome.BYPASS);
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
    forget(probe.of(exchange));
    if (!rules.apart().isEmpty()) {
      forget(key(exchange));
    }
    var target = exchange.request().target();
    var authority = target.port() < 0 ? target.host() : target.host() + ":" + target.port();
    for (var other :
        Invalidation.others(
            exchange.scheme(), authority, target.path() + target.query(), reply.head().fields())) {
      forget(probe.of(exchange, other));
    }
  }

  private void forget(CacheKey key) {
    cache.remove(key);
    if (rules.slice() > 0) {
      cache.remove(SliceHead.key(key, rules.slice()));
    }
  }

  private Future<Reply> stale(Lookup lookup, Next next, StoredResponse stored, Decision decision) {
    var exchange = lookup.exchange();
    return switch (decision) {
      case SERVE, SERVE_STALE -> serve(lookup, next, stored, decision);
      case SERVE_AND_REVALIDATE -> {
        var reply = serve(lookup, next, stored, decision);
        fetches.behind(lookup, next, stored);
        yield reply;
      }
      case REVALIDATE, FETCH ->
          exchange.request().method() == Method.HEAD
              ? head(lookup, lookup.key(), next, stored)
              : fetches.fetch(lookup, next, stored);
      case REFUSE -> refuse(exchange);
    };
  }

  private Future<Reply> serve(Lookup lookup, Next next, StoredResponse stored, Decision decision) {
    var exchange = lookup.exchange();
    var reply = StoredReplies.hit(exchange, lookup.fields(), stored, System.currentTimeMillis());
    if (reply == null) {
      return fetches.fetch(lookup, next, null);
    }
    return done(exchange, decision == Decision.SERVE ? Outcome.HIT : Outcome.STALE, reply);
  }

  private Future<Reply> refuse(Exchange exchange) {
    cache.note(exchange, Outcome.REFUSED);
    return Future.failedFuture(
        new ProxyFailure(
            Cause.NOT_CACHED, "found nothing stored that fits; the client wants only-if-cached"));
  }

  private Future<Reply> missed(Lookup lookup, Next next) {
    var exchange = lookup.exchange();
    boolean isSliced = slices.takes(lookup);
    if (Decision.withoutStored(lookup.asked()) == Decision.REFUSE) {
      return isSliced ? slices.kept(lookup, () -> refuse(exchange)) : refuse(exchange);
    }
    if (exchange.request().method() == Method.HEAD) {
      return isSliced
          ? slices.head(lookup, known -> head(lookup, slices.key(lookup), next, known))
          : head(lookup, lookup.key(), next, null);
    }
    return isSliced ? slices.answer(lookup, next) : fetches.fetch(lookup, next, null);
  }

  /**
   * A HEAD goes to the server as it is; its answer updates what is stored (RFC 9111 4.3.5).
   *
   * @param key under which it is stored
   */
  private Future<Reply> head(
      Lookup lookup, CacheKey key, Next next, @Nullable StoredResponse stored) {
    var sent = new HeadUpdate.Sent(System.currentTimeMillis(), cache.store().sequence());
    return pass(lookup.exchange(), next, Outcome.PASS, stored == null ? "fwd=miss" : "fwd=stale")
        .map(reply -> {
          if (stored != null) {
            HeadUpdate.apply(cache.store(), rules, key, stored, reply, sent);
          }
          return reply;
        });
  }
}
