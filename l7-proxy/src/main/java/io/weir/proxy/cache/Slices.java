package io.weir.proxy.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.cache.CacheCounts.Outcome;
import io.weir.proxy.cache.rule.Decision;
import io.weir.proxy.cache.rule.Directive;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Offshoot;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.filter.Next;
import io.weir.proxy.semantics.ByteRanges;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from slices: stretches of a representation, each fetched by a request for its
 * range and kept by itself, so that of a huge file only what is asked for is fetched and kept. What
 * they have in common is kept beside them, as a response without content: how long they are fresh,
 * how long the whole is, and its strong validator. A slice with another validator is never used
 * beside them (RFC 9111 3.4).
 */
final class Slices {
  /** Slices that are looked for before the first is sent, where none can be fetched. */
  private static final int MOST_LOOKED_FOR = 1024;

  private final SharedCache cache;
  private final CacheRules rules;
  private final Fetches fetches;
  private final SliceFinder finder;

  Slices(SharedCache cache, CacheRules rules, Fetches fetches) {
    this.cache = cache;
    this.rules = rules;
    this.fetches = fetches;
    this.finder = new SliceFinder(cache, rules);
  }

  /** Whether the request is one for slices, as far as it tells. */
  boolean takes(Lookup lookup) {
    var method = lookup.exchange().request().method();
    int line = lookup.fields().first(FieldName.RANGE);
    return rules.slice() > 0
        && (method == Method.HEAD || method == Method.GET && (line < 0 || isRight(lookup, line)))
        && !lookup.asked().has(Directive.NO_STORE)
        && !cache.isPassed(finder.commonKey(lookup));
  }

  /** Whether it asks for ranges of octets, as far as that is known without the size. */
  private static boolean isRight(Lookup lookup, int line) {
    var fields = lookup.fields();
    return fields.next(FieldName.RANGE, line) < 0
        && ByteRanges.of(fields.value(line), Long.MAX_VALUE) instanceof ByteRanges.Parts;
  }

  /** Answers from slices, or by a plain fetch if the server's responses cannot be sliced. */
  Future<Reply> answer(Lookup lookup, Next next) {
    return known(
        lookup, known -> known == null ? begin(lookup, next, null) : from(known, lookup, next));
  }

  /**
   * Answers a HEAD from what is known of the slices.
   *
   * @param otherwise asks the server, given what is stale; the key that it is kept under is that of
   *     {@link #key}
   */
  Future<Reply> head(Lookup lookup, Function<@Nullable StoredResponse, Future<Reply>> otherwise) {
    return known(
        lookup,
        known -> {
          var common = known == null ? null : usable(known, lookup);
          return common == null ? otherwise.apply(known) : hit(lookup, null, common);
        });
  }

  /** Under what all slices have in common is kept. */
  CacheKey key(Lookup lookup) {
    return finder.commonKey(lookup);
  }

  /** Answers from slices that are all kept, as {@code only-if-cached} wants it. */
  Future<Reply> kept(Lookup lookup, Supplier<Future<Reply>> otherwise) {
    return known(
        lookup,
        known -> {
          var common = known == null ? null : usable(known, lookup);
          if (common == null) {
            return otherwise.get();
          }
          var numbers = common.asked(request(lookup)).numbers(rules.slice());
          return numbers.size() > MOST_LOOKED_FOR
              ? otherwise.get()
              : finder
                  .areKept(lookup, common, numbers.iterator())
                  .compose(areKept -> areKept ? hit(lookup, null, common) : otherwise.get());
        });
  }

  private static SliceHead.Request request(Lookup lookup) {
    var exchange = lookup.exchange();
    return new SliceHead.Request(
        exchange.request().method(),
        lookup.fields(),
        exchange.loop().newRequestId(),
        System.currentTimeMillis());
  }

  private Future<Reply> known(
      Lookup lookup, Function<@Nullable StoredResponse, Future<Reply>> then) {
    var key = finder.commonKey(lookup);
    var known = cache.store().find(key).select(lookup.fields());
    if (known != null) {
      return then.apply(known);
    }
    var below = cache.store().findBelow(key, lookup.fields(), lookup.exchange().loop());
    if (below == null) {
      return then.apply(null);
    }
    return below.compose(found -> {
      try {
        return then.apply(found.variants().select(lookup.fields()));
      } finally {
        found.release();
      }
    });
  }

  /** What is known, if it can be used without asking the server. */
  private static @Nullable SliceHead usable(StoredResponse known, Lookup lookup) {
    long now = System.currentTimeMillis();
    return switch (Decision.of(known.freshness(), lookup.asked(), true, now)) {
      case SERVE, SERVE_STALE -> SliceHead.of(known.head(), known.freshness());
      case SERVE_AND_REVALIDATE, REVALIDATE, FETCH, REFUSE -> null;
    };
  }

  private Future<Reply> hit(Lookup lookup, @Nullable Next next, SliceHead common) {
    long left = Math.floorDiv(common.freshness().left(System.currentTimeMillis()), 1000L);
    return serve(lookup, next, common, null, new Told("hit; ttl=" + left, Outcome.HIT));
  }

  private Future<Reply> from(StoredResponse known, Lookup lookup, Next next) {
    var common = usable(known, lookup);
    if (common == null) {
      return begin(lookup, next, known);
    }
    cache.store().used(finder.commonKey(lookup), known);
    return hit(lookup, next, common);
  }

  /** Fetches the first slice that is needed, which tells what all have in common. */
  private Future<Reply> begin(Lookup lookup, Next next, @Nullable StoredResponse stale) {
    var piece = finder.piece(lookup, first(lookup), null);
    var held = stale == null ? null : held(cache.store().find(piece.key()), lookup, stale);
    long sequence = cache.store().sequence();
    Promise<Reply> reply = Promise.promise();
    finder.fetch(
        piece,
        next,
        held,
        landing -> {
          Offshoot.report(piece.exchange(), lookup.exchange());
          landed(lookup, next, landing, sequence).onComplete(reply);
        });
    return reply.future();
  }

  /** The number of the slice in which what is asked for begins, as far as is known. */
  private long first(Lookup lookup) {
    int line = lookup.fields().first(FieldName.RANGE);
    if (line >= 0
        && ByteRanges.of(lookup.fields().value(line), Long.MAX_VALUE)
            instanceof ByteRanges.Parts(var spans)
        && !lookup.fields().value(line).contains("=-")) {
      return spans.getFirst().first() / rules.slice();
    }
    return 0;
  }

  /** The stored slice, if it is at hand and of the same state. */
  private static @Nullable StoredResponse held(
      Variants stored, Lookup lookup, StoredResponse common) {
    for (var part : stored.parts(lookup.fields())) {
      if (part.content().isAtHand() && part.validators().isSameState(common.validators())) {
        return part;
      }
    }
    return null;
  }

  private Future<Reply> landed(Lookup lookup, Next next, Landing landing, long sequence) {
    return switch (landing) {
      case Landing.Arriving arriving when arriving.shared().status() == 206 -> {
        var common = SliceHead.of(arriving.shared(), arriving.freshness());
        if (common == null || !common.fits(arriving.shared(), first(lookup), rules.slice())) {
          SlicedSource.giveUp(arriving, lookup.exchange().loop());
          yield unsliced(lookup, next);
        }
        common.keep(cache.store(), finder.commonKey(lookup), arriving.selection(), sequence);
        yield serve(lookup, next, common, arriving, new Told("fwd=miss; stored", Outcome.MISS));
      }
      case Landing.Usable(var stored, var why) -> {
        var common = SliceHead.of(stored.head(), stored.freshness());
        boolean isValidated = why.equals("revalidated");
        if (common == null) {
          yield unsliced(lookup, next);
        }
        if (isValidated) {
          common.keep(cache.store(), finder.commonKey(lookup), stored.selection(), sequence);
        }
        var told =
            isValidated
                ? new Told("fwd=stale; fwd-status=304", Outcome.REVALIDATED)
                : new Told("hit; detail=stale-if-error", Outcome.STALE);
        yield serve(lookup, next, common, null, told);
      }
      case Landing.Passing(var reply, _)
          when reply.status() == 206 || reply.status() == 416 && first(lookup) == 0 -> {
        reply.body().discard();
        yield unsliced(lookup, next);
      }
      case Landing.Arriving _, Landing.Passing _, Landing.Failed _ -> {
        Promise<Reply> reply = Promise.promise();
        boolean isAnswered = new Answer(cache, lookup, next, reply).ofLeader(landing, null);
        yield isAnswered ? reply.future() : fetches.fetch(lookup, next, null);
      }
      case Landing.Nothing _, Landing.Later _ ->
          throw new IllegalStateException("a fetch comes to something");
    };
  }

  /** The server's responses cannot be put together again, so that is not tried for a while. */
  private Future<Reply> unsliced(Lookup lookup, Next next) {
    cache.passes(finder.commonKey(lookup), false);
    return fetches.fetch(lookup, next, null);
  }

  /** What client and log are told of what was done. */
  private record Told(String status, Outcome outcome) {}

  private Future<Reply> serve(
      Lookup lookup,
      @Nullable Next next,
      SliceHead common,
      Landing.@Nullable Arriving first,
      Told told) {
    var exchange = lookup.exchange();
    var request = request(lookup);
    var asked = common.asked(request);
    var body = body(lookup, next, common, first, asked);
    var reply = Reply.upstream(asked.head(), body);
    reply.changes().add(CacheStatus.age(common.freshness().age(request.millis()) / 1000));
    reply.changes().add(CacheStatus.forwarded(told.status));
    cache.note(exchange, told.outcome);
    return Future.succeededFuture(reply);
  }

  private Body body(
      Lookup lookup,
      @Nullable Next next,
      SliceHead common,
      Landing.@Nullable Arriving first,
      SliceHead.Asked asked) {
    if (asked.spans().isEmpty()) {
      if (first != null) {
        SlicedSource.giveUp(first, lookup.exchange().loop());
      }
      return Body.EMPTY;
    }
    var begun = stretch(lookup, next, common, asked.spans().getFirst());
    if (first != null) {
      begun.offer(first, first(lookup));
    }
    var layout = asked.layout();
    return layout == null
        ? new Body.Stream(begun, asked.spans().getFirst().length(), false)
        : new Body.Stream(
            new SlicedParts(layout, begun, span -> stretch(lookup, next, common, span)),
            layout.length(),
            false);
  }

  private SlicedSource stretch(
      Lookup lookup, @Nullable Next next, SliceHead common, ByteRanges.Span span) {
    var stretch = new SlicedSource.Stretch(span.first(), span.length(), rules.slice());
    return new SlicedSource(
        lookup.exchange().loop(),
        stretch,
        (number, to) -> finder.find(lookup, next, common, number, to));
  }
}
