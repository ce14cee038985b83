package io.weir.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.KeyProbe;
import io.weir.proxy.exchange.Loop;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One named cache: its store, what is being fetched for it, and what it has counted. */
public final class SharedCache implements AutoCloseable {
  /** How long a URL whose response could not be stored is fetched without others waiting for it. */
  private static final Duration PASSED = Duration.ofSeconds(10);

  private static final int MOST_PASSED = 10_000;

  private final CacheStore store;
  private final CacheCounts counts = new CacheCounts();
  private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
  private final Cache<CacheKey, Boolean> passed =
      Caffeine.newBuilder()
          .maximumSize(MOST_PASSED)
          .expireAfterWrite(PASSED)
          .executor(Runnable::run)
          .build();
  private final AtomicReferenceArray<@Nullable KeyProbe> probes;

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

  /** The flight for the key, if there is one. */
  @Nullable Flight flight(CacheKey key) {
    return flights.get(key);
  }

  /** Enters a flight, unless there is one, which is returned then. */
  @Nullable Flight enter(CacheKey key, Flight flight) {
    return flights.putIfAbsent(key, flight);
  }

  /** Takes a flight out, so that nobody waits for it any more. */
  void leave(CacheKey key, Flight flight) {
    flights.remove(key, flight);
  }

  /** Whether responses for the key could not be stored of late. */
  boolean isPassed(CacheKey key) {
    return passed.getIfPresent(key) != null;
  }

  /** Notes whether the response for the key could be stored. */
  void passes(CacheKey key, boolean isStored) {
    if (isStored) {
      passed.invalidate(key);
    } else {
      passed.put(key, Boolean.TRUE);
    }
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
