package io.weir.main;

import io.weir.proxy.cache.CacheCounts;
import io.weir.proxy.cache.Caches;
import io.weir.proxy.cache.SharedCache;
import io.weir.proxy.cache.store.DiskCounts;
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
        "weir_cache_refreshes",
        "Fetches of what was fresh yet and asked for often.",
        () -> each(caches, cache -> cache.counts().refreshes()));
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
    showDisks(metrics, caches);
  }

  private static void showDisks(Metrics metrics, Caches caches) {
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_cache_disk_entries",
        "Responses on disk.",
        () -> disks(caches, DiskCounts::entries));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_cache_disk_bytes",
        "Octets of all files of a cache.",
        () -> disks(caches, DiskCounts::bytes));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_disk_evictions",
        "Responses on disk that made room for others.",
        () -> disks(caches, DiskCounts::evictions));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_disk_writes",
        "Responses written to disk.",
        () -> disks(caches, DiskCounts::written));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_disk_hits",
        "Requests that found on disk what was not in memory.",
        () -> disks(caches, DiskCounts::hits));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_cache_disk_errors",
        "Reads and writes of a cache's files that failed, and records that were damaged.",
        () -> disks(caches, DiskCounts::errors));
  }

  private static List<Labelled> disks(Caches caches, ToLongFunction<DiskCounts> count) {
    var all = new ArrayList<Labelled>();
    for (var cache : caches.all()) {
      cache
          .store()
          .diskCounts()
          .ifPresent(counts ->
              all.add(
                  new Labelled(List.of("cache", cache.store().name()), count.applyAsLong(counts))));
    }
    return all;
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
