package io.weir.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.proxy.cache.CacheCounts.Outcome;
import io.weir.proxy.cache.purge.Verdict;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.KeyProbe;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One named cache: its store, what is being fetched for it, and what it has counted. */
public final class SharedCache implements AutoCloseable {
  /** How long a URL whose response could not be stored is fetched without others waiting for it. */
  private static final Duration PASSED = Duration.ofSeconds(10);

  private static final int MOST_PASSED = 10_000;

  /** Fetches of what is fresh yet, at once: they must not crowd out those that clients wait for. */
  private static final int MOST_AHEAD = 32;

  /** Octets of memory for the URLs that QUERY has asked. */
  private static final long MOST_QUERIED = 16L << 20;

  private static final int ENTRY = 150;

  private final CacheStore store;
  private final AtomicInteger ahead = new AtomicInteger();
  private final CacheCounts counts = new CacheCounts();
  private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
  private final Cache<CacheKey, Passing> passed =
      Caffeine.newBuilder()
          .maximumSize(MOST_PASSED)
          .expireAfterWrite(PASSED)
          .executor(Runnable::run)
          .build();
  private final Cache<CacheKey, Long> queried =
      Caffeine.newBuilder()
          .maximumWeight(MOST_QUERIED)
          .weigher((CacheKey url, Long _) -> ENTRY + url.memory())
          .executor(Runnable::run)
          .build();
  private final AtomicReferenceArray<@Nullable KeyProbe> probes;

  /** What is known of a URL whose response could not be stored of late. */
  private enum Passing {
    /** It is for one client, so each fetches it. */
    ALONE,
    /** It is only too long, so those who ask at the same time can have it from one fetch. */
    TOGETHER
  }

  /** Makes a cache over the store, for so many loops. */
  public SharedCache(CacheStore store, int loops) {
    this.store = store;
    this.probes = new AtomicReferenceArray<>(loops);
  }

  /** Where responses are kept. */
  public CacheStore store() {
    return store;
  }

  /** What became of requests. */
  public CacheCounts counts() {
    return counts;
  }

  /** A flight that begins now. */
  Flight newFlight() {
    return new Flight(store.sequence());
  }

  /**
   * Enters a flight, unless there is one, which is returned then. One whose response has been
   * purged while it is under way is not joined any more: the new one takes its place.
   */
  @Nullable Flight enter(CacheKey key, Flight flight) {
    while (true) {
      var other = flights.putIfAbsent(key, flight);
      if (other == null || isKept(key, other)) {
        return other;
      }
      if (flights.replace(key, other, flight)) {
        return null;
      }
    }
  }

  /** Whether what the flight brings, as far as that is known, has not been purged. */
  boolean isKept(CacheKey key, Flight flight) {
    return store.purges().verdict(key.octets(), key.urlEnd(), flight.tags(), flight.sequence())
        instanceof Verdict.Kept;
  }

  /**
   * Forgets what is stored for the key, and all that QUERY has asked of a URL; what is under way
   * for it is not joined any more.
   */
  void remove(CacheKey key) {
    store.remove(key);
    flights.remove(key);
    queried.invalidate(key);
  }

  /**
   * A number that stands in the keys of all that QUERY asks of a URL: with another one none of it
   * is found any more. Nobody can tell how many questions there are to a URL, so there is no list.
   *
   * @param url in memory that may be written to
   */
  long queried(CacheKey url, Loop loop) {
    var known = queried.getIfPresent(url);
    if (known != null) {
      return known;
    }
    long fresh = loop.random().nextLong();
    var other = queried.asMap().putIfAbsent(url.copy(), fresh);
    return other == null ? fresh : other;
  }

  /** Counts what became of a request, and has the log tell it. */
  void note(Exchange exchange, Outcome outcome) {
    counts.count(outcome);
    exchange.traffic().cacheOutcome(outcome.word());
  }

  /** Takes a flight out, so that nobody waits for it any more. */
  void leave(CacheKey key, Flight flight) {
    flights.remove(key, flight);
    if (flight.endAhead()) {
      ahead.decrementAndGet();
    }
  }

  /** Enters a flight for what is fresh yet, if there is none and not too many are ahead. */
  @Nullable Flight enterAhead(CacheKey key) {
    if (ahead.incrementAndGet() > MOST_AHEAD) {
      ahead.decrementAndGet();
      return null;
    }
    var flight = newFlight().ahead();
    if (enter(key, flight) != null) {
      leave(key, flight);
      return null;
    }
    counts.countRefresh();
    return flight;
  }

  /** Whether responses for the key could not be stored of late, and each client fetches its own. */
  boolean isPassed(CacheKey key) {
    return passed.getIfPresent(key) == Passing.ALONE;
  }

  /** Whether a response for the key was too long to be stored of late, and for everyone. */
  boolean isPassedTogether(CacheKey key) {
    return passed.getIfPresent(key) == Passing.TOGETHER;
  }

  /** Notes whether the response for the key could be stored. */
  void passes(CacheKey key, boolean isStored) {
    if (isStored) {
      passed.invalidate(key);
    } else {
      passed.put(key, Passing.ALONE);
    }
  }

  /** Notes that the response for the key is too long to be stored, and for everyone. */
  void passesTogether(CacheKey key) {
    passed.put(key, Passing.TOGETHER);
  }

  /** What makes keys on the loop. */
  KeyProbe probe(Loop loop) {
    var probe = probes.getPlain(loop.index());
    if (probe == null) {
      probe = new KeyProbe();
      probes.setPlain(loop.index(), probe);
    }
    return probe;
  }

  @Override
  public void close() {
    store.close();
  }
}
