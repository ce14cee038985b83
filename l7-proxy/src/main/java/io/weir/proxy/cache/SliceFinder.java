package io.weir.proxy.cache;

import io.vertx.core.Future;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.ContentSource;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Offshoot;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds slices where they are kept, or has them fetched, each once for all who wait for it. */
final class SliceFinder {
  private final SharedCache cache;
  private final CacheRules rules;

  SliceFinder(SharedCache cache, CacheRules rules) {
    this.cache = cache;
    this.rules = rules;
  }

  /** Where what all slices have in common is kept. */
  CacheKey commonKey(Lookup lookup) {
    return SliceHead.key(lookup.key(), rules.slice());
  }

  private CacheKey key(Lookup lookup, long number) {
    return lookup.key().slice(rules.slice() + " " + number);
  }

  /**
   * Finds a slice that goes with the others, or has it fetched; from the middle of a reply.
   *
   * @param next null if it must not be fetched
   */
  void find(
      Lookup lookup, @Nullable Next next, SliceHead common, long number, SlicedSource.Taker to) {
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
      if (isRight(part, common, number) && content.tryRetain()) {
        cache.store().used(key(lookup, number), part);
        to.take(new ContentSource(lookup.exchange().loop(), content, 0, content.length()));
        return true;
      }
    }
    return false;
  }

  /** Whether all of these slices are kept; looks for one after the other. */
  Future<Boolean> areKept(Lookup lookup, SliceHead common, Iterator<Long> numbers) {
    while (numbers.hasNext()) {
      long number = numbers.next();
      var key = key(lookup, number);
      if (isAmong(cache.store().find(key), lookup, common, number)) {
        continue;
      }
      var below = cache.store().findBelow(key, lookup.fields(), lookup.exchange().loop());
      if (below == null) {
        return Future.succeededFuture(false);
      }
      return below.compose(found -> {
        boolean isKept = isAmong(found.variants(), lookup, common, number);
        found.release();
        return isKept ? areKept(lookup, common, numbers) : Future.succeededFuture(false);
      });
    }
    return Future.succeededFuture(true);
  }

  private boolean isAmong(Variants stored, Lookup lookup, SliceHead common, long number) {
    for (var part : stored.parts(lookup.fields())) {
      if (isRight(part, common, number)) {
        return true;
      }
    }
    return false;
  }

  private boolean isRight(StoredResponse part, SliceHead common, long number) {
    return part.content().isAtHand()
        && part.validators().isSameState(common.validators())
        && common.fits(part.head(), number, rules.slice());
  }

  private void fetch(
      Lookup lookup, @Nullable Next next, SliceHead common, long number, SlicedSource.Taker to) {
    if (next == null) {
      to.fail(new ProxyFailure(Cause.NOT_CACHED, "found that a slice has just been evicted"));
      return;
    }
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

  /**
   * The request for one slice.
   *
   * @param common what the slice must go with; null: whatever there is now
   */
  Lookup piece(Lookup lookup, long number, @Nullable SliceHead common) {
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
  void fetch(Lookup piece, Next next, @Nullable StoredResponse stored, Consumer<Landing> then) {
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
}
