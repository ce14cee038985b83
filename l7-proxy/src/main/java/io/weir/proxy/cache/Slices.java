package io.weir.proxy.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.cache.CacheCounts.Outcome;
import io.weir.proxy.cache.rule.Decision;
import io.weir.proxy.cache.rule.Directive;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.ContentSource;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Offshoot;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import io.weir.proxy.semantics.ByteRanges;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from slices: stretches of a representation, each fetched by a request for its
 * range and kept by itself, so that of a huge file only what is asked for is fetched and kept. What
 * they have in common is kept beside them, as a response without content: how long they are fresh,
 * how long the whole is, and its strong validator. A slice with another validator is never used
 * beside them (RFC 9111 3.4).
 */
final class Slices {
  private final SharedCache cache;
  private final CacheRules rules;
  private final Fetches fetches;

  Slices(SharedCache cache, CacheRules rules, Fetches fetches) {
    this.cache = cache;
    this.rules = rules;
    this.fetches = fetches;
  }

  /** Whether the request is one for slices, as far as it tells. */
  boolean takes(Lookup lookup) {
    int line = lookup.fields().first(FieldName.RANGE);
    boolean isPlain = line < 0 || isOne(lookup, line);
    return rules.slice() > 0
        && isPlain
        && lookup.exchange().request().method() == Method.GET
        && !lookup.asked().has(Directive.NO_STORE)
        && !cache.isPassed(commonKey(lookup));
  }

  /** Whether it asks for one range of octets. */
  private static boolean isOne(Lookup lookup, int line) {
    var fields = lookup.fields();
    return fields.next(FieldName.RANGE, line) < 0
        && ByteRanges.of(fields.value(line), Long.MAX_VALUE) instanceof ByteRanges.Parts(var spans)
        && spans.size() == 1;
  }

  /** Answers from slices, or by a plain fetch if the server's responses cannot be sliced. */
  Future<Reply> answer(Lookup lookup, Next next) {
    var key = commonKey(lookup);
    var known = cache.store().find(key).select(lookup.fields());
    if (known != null) {
      return from(known, lookup, next);
    }
    var below = cache.store().findBelow(key, lookup.fields(), lookup.exchange().loop());
    if (below == null) {
      return begin(lookup, next, null);
    }
    return below.compose(found -> {
      try {
        var head = found.variants().select(lookup.fields());
        return head == null ? begin(lookup, next, null) : from(head, lookup, next);
      } finally {
        found.release();
      }
    });
  }

  private Future<Reply> from(StoredResponse known, Lookup lookup, Next next) {
    long now = System.currentTimeMillis();
    var common = SliceHead.of(known.head(), known.freshness());
    var decision = Decision.of(known.freshness(), lookup.asked(), true, now);
    boolean isServed = decision == Decision.SERVE || decision == Decision.SERVE_STALE;
    if (common == null || !isServed) {
      return begin(lookup, next, known);
    }
    cache.store().used(commonKey(lookup), known);
    long left = Math.floorDiv(known.freshness().left(now), 1000L);
    return serve(lookup, next, common, null, new Told("hit; ttl=" + left, Outcome.HIT));
  }

  /** Fetches the first slice that is needed, which tells what all have in common. */
  private Future<Reply> begin(Lookup lookup, Next next, @Nullable StoredResponse stale) {
    var piece = piece(lookup, first(lookup), null);
    var held = stale == null ? null : held(cache.store().find(piece.key()), lookup, stale);
    long sequence = cache.store().sequence();
    Promise<Reply> reply = Promise.promise();
    fetch(
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

  /**
   * The request for one slice.
   *
   * @param common what the slice must go with; null: whatever there is now
   */
  private Lookup piece(Lookup lookup, long number, @Nullable SliceHead common) {
    var client = lookup.exchange();
    var exchange = Offshoot.of(client, BodySource.NONE, client::interim);
    var changes = exchange.requestChanges();
    changes.remove(FieldName.RANGE);
    changes.remove(FieldName.IF_RANGE);
    long from = number * rules.slice();
    changes.add(Octets.of("Range: bytes=" + from + "-" + (from + rules.slice() - 1) + "\r\n"));
    if (common != null) {
      changes.add(Octets.of("If-Range: " + common.tag() + "\r\n"));
    }
    return new Lookup(
        exchange,
        changes.applied(exchange.request().fields()),
        lookup.asked(),
        key(lookup, number),
        lookup.key(),
        QueryContent.NONE);
  }

  /** Has a slice fetched, or waits for who fetches it. */
  private void fetch(
      Lookup piece, Next next, @Nullable StoredResponse stored, Consumer<Landing> then) {
    var flight = cache.newFlight();
    // What could not be stored of late is for each client who asks.
    var other = cache.isPassed(piece.key()) ? null : cache.enter(piece.key(), flight);
    if (other == null) {
      new Fetch(cache, rules, piece, flight, next, stored).begin(then);
      return;
    }
    other.await(
        piece.exchange().loop(),
        rules.waitNanos(),
        landing -> {
          boolean isForAll =
              landing instanceof Landing.Arriving arriving
                  && arriving.selection().fits(piece.fields())
                  && cache.isKept(piece.key(), other);
          if (isForAll) {
            then.accept(landing);
          } else {
            new Fetch(cache, rules, piece, cache.newFlight(), next, stored).begin(then);
          }
        });
  }

  private Future<Reply> landed(Lookup lookup, Next next, Landing landing, long sequence) {
    return switch (landing) {
      case Landing.Arriving arriving when arriving.shared().status() == 206 -> {
        var common = SliceHead.of(arriving.shared(), arriving.freshness());
        if (common == null || !common.fits(arriving.shared(), first(lookup), rules.slice())) {
          SlicedSource.giveUp(arriving, lookup.exchange().loop());
          yield unsliced(lookup, next);
        }
        common.keep(cache.store(), commonKey(lookup), arriving.selection(), sequence);
        yield serve(lookup, next, common, arriving, new Told("fwd=miss; stored", Outcome.MISS));
      }
      case Landing.Usable(var stored, var why) -> {
        var common = SliceHead.of(stored.head(), stored.freshness());
        boolean isValidated = why.equals("revalidated");
        if (common == null) {
          yield unsliced(lookup, next);
        }
        if (isValidated) {
          common.keep(cache.store(), commonKey(lookup), stored.selection(), sequence);
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
    cache.passes(commonKey(lookup), false);
    return fetches.fetch(lookup, next, null);
  }

  /** What client and log are told of what was done. */
  private record Told(String status, Outcome outcome) {}

  private Future<Reply> serve(
      Lookup lookup, Next next, SliceHead common, Landing.@Nullable Arriving first, Told told) {
    var exchange = lookup.exchange();
    long now = System.currentTimeMillis();
    var stretch = common.asked(lookup.fields(), now);
    var content = new SlicedSource.Stretch(stretch.first(), stretch.octets(), rules.slice());
    var source =
        new SlicedSource(
            exchange.loop(), content, (number, to) -> find(lookup, next, common, number, to));
    if (first != null) {
      source.offer(first, first(lookup));
    }
    Reply reply;
    if (stretch.octets() == 0) {
      source.cancel();
      reply = Reply.upstream(stretch.head(), Body.EMPTY);
    } else {
      reply = Reply.upstream(stretch.head(), new Body.Stream(source, stretch.octets(), false));
    }
    reply.changes().add(CacheStatus.age(common.freshness().age(now) / 1000));
    reply.changes().add(CacheStatus.forwarded(told.status));
    cache.note(exchange, told.outcome);
    return Future.succeededFuture(reply);
  }

  /** Finds a slice that goes with the others, or has it fetched; from the middle of a reply. */
  private void find(
      Lookup lookup, Next next, SliceHead common, long number, SlicedSource.Taker to) {
    var key = key(lookup, number);
    if (give(cache.store().find(key), lookup, common, number, to)) {
      return;
    }
    var below = cache.store().findBelow(key, lookup.fields(), lookup.exchange().loop());
    if (below == null) {
      fetch(lookup, next, common, number, to);
      return;
    }
    below.onSuccess(found -> {
      boolean isGiven = give(found.variants(), lookup, common, number, to);
      found.release();
      if (!isGiven) {
        fetch(lookup, next, common, number, to);
      }
    });
  }

  private boolean give(
      Variants stored, Lookup lookup, SliceHead common, long number, SlicedSource.Taker to) {
    for (var part : stored.parts(lookup.fields())) {
      var content = part.content();
      if (content.isAtHand()
          && part.validators().isSameState(common.validators())
          && common.fits(part.head(), number, rules.slice())
          && content.tryRetain()) {
        cache.store().used(key(lookup, number), part);
        to.take(new ContentSource(lookup.exchange().loop(), content, 0, content.length()));
        return true;
      }
    }
    return false;
  }

  private void fetch(
      Lookup lookup, Next next, SliceHead common, long number, SlicedSource.Taker to) {
    var loop = lookup.exchange().loop();
    fetch(
        piece(lookup, number, common),
        next,
        null,
        landing -> {
          switch (landing) {
            case Landing.Arriving arriving -> {
              boolean isRight =
                  arriving.validators().isSameState(common.validators())
                      && common.fits(arriving.shared(), number, rules.slice());
              var reader = isRight ? arriving.filling().reader(loop) : null;
              if (reader != null) {
                to.take(reader);
              } else {
                SlicedSource.giveUp(arriving, loop);
                changed(lookup, to);
              }
            }
            case Landing.Passing(var reply, _) -> {
              reply.body().discard();
              changed(lookup, to);
            }
            case Landing.Failed(var why) -> to.fail(ProxyFailure.of(why));
            case Landing.Usable _, Landing.Nothing _, Landing.Later _ ->
                throw new IllegalStateException("a fetch of what is not stored brings it or fails");
          }
        });
  }

  /** What is stored is of the past: it is begun anew, but for the client who has half of it. */
  private void changed(Lookup lookup, SlicedSource.Taker to) {
    cache.remove(commonKey(lookup));
    to.fail(
        new ProxyFailure(
            Cause.UPSTREAM_GARBAGE,
            "found no slice of the version that the ones before are of; expected one"));
  }

  private CacheKey commonKey(Lookup lookup) {
    return SliceHead.key(lookup.key(), rules.slice());
  }

  private CacheKey key(Lookup lookup, long number) {
    return lookup.key().slice(rules.slice() + " " + number);
  }
}
