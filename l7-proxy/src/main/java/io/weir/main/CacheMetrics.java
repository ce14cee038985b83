package io.weir.main;

import io.weir.proxy.cache.CacheCounts;
import io.weir.proxy.cache.Caches;
import io.weir.proxy.cache.SharedCache;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Shows among the metrics what caches have and count. */
final class CacheMetrics {
  private CacheMetrics() {}

  static void show(Metrics metrics, Caches caches) {
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_requests",
        "Requests by what the cache did with them.",
        () -> requests(caches));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_evictions",
        "URLs that a cache gave up to make room.",
        () -> each(caches, cache -> cache.store().counts().evictions()));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_purges",
        "Purges of a cache.",
        () -> each(caches, cache -> cache.counts().purges()));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_cache_purge_rules",
        "Tags, URLs, prefixes and patterns of purges that are not settled yet.",
        () -> each(caches, cache -> cache.store().purges().rules()));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_cache_entries",
        "URLs in a cache.",
        () -> each(caches, cache -> cache.store().counts().entries()));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_cache_bytes",
        "Octets that a cache takes up in memory.",
        () -> each(caches, cache -> cache.store().counts().bytes()));
  }

  private static List<Labelled> requests(Caches caches) {
    var all = new ArrayList<Labelled>();
    for (var cache : caches.all()) {
      for (var outcome : CacheCounts.Outcome.values()) {
        all.add(
            new Labelled(
                List.of("cache", cache.store().name(), "outcome", outcome.word()),
                cache.counts().of(outcome)));
      }
    }
    return all;
  }

  private static List<Labelled> each(Caches caches, ToLongFunction<SharedCache> count) {
    return caches.all().stream()
        .map(
            cache -> new Labelled(List.of("cache", cache.store().name()), count.applyAsLong(cache)))
        .toList();
  }
}
