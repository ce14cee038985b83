package io.weir.proxy.cache;

import io.weir.dsl.model.Cache;
import io.weir.dsl.model.Caching;
import io.weir.dsl.model.Caching.KeyPart;
import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Route;
import io.weir.proxy.cache.disk.TieredStore;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.TooManyPurges;
import io.weir.proxy.cache.rule.StalePolicy;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.Extent;
import io.weir.proxy.cache.store.KeyProbe;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.filter.Filter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The caches of the process. One that a new configuration has with the same name and folder goes on
 * with all it has. Used by one thread at a time; {@link #all} by any.
 */
public final class Caches implements AutoCloseable {
  private final ConcurrentMap<Identity, SharedCache> caches = new ConcurrentHashMap<>();
  private final Keeper keeper = new Keeper();
  private final int loops;

  /** What makes a cache the same one in two configurations. */
  private record Identity(String name, Optional<String> folder) {
    static Identity of(Cache cache) {
      return new Identity(cache.name(), cache.disk().map(Cache.Disk::folder));
    }
  }

  /** No caches yet, for so many loops. */
  public Caches(int loops) {
    this.loops = loops;
  }

  /**
   * What answers a route's requests from its cache, if it has one.
   *
   * @param declared the caches of the configuration
   * @param compile makes a test of a condition
   * @throws IOException if the folder of the cache cannot be used; the message says why
   */
  public Optional<Filter> filter(
      Route route, Collection<Cache> declared, Function<Condition, Predicate<Exchange>> compile)
      throws IOException {
    var caching = route.settings().cache();
    if (caching.isEmpty()) {
      return Optional.empty();
    }
    var found = declared(caching.get().cache(), declared);
    var rules = rules(caching.get(), found.slice().orElse(0L), compile);
    return Optional.of(new CacheFilter(cache(found), rules));
  }

  /**
   * Forgets the caches that the configuration in force does not have; gives the others its sizes.
   */
  public void settle(Collection<Cache> inForce) {
    var kept = new HashMap<Identity, Cache>();
    inForce.forEach(cache -> kept.put(Identity.of(cache), cache));
    caches.forEach((identity, cache) -> {
      var declared = kept.get(identity);
      if (declared == null) {
        caches.remove(identity);
        keeper.forget(cache);
        cache.close();
      } else {
        cache.store().resize(extent(declared));
      }
    });
  }

  /** Forgets everything; requests may still come, and find nothing. */
  @Override
  public void close() {
    settle(List.of());
    keeper.close();
  }

  /**
   * Purges the caches with these names; all of them if none is named. The future fails with {@link
   * TooManyPurges} if there is no room for the rules, and with an I/O error if the purge holds but
   * might not outlive a restart.
   *
   * @return the names of the caches that were purged
   */
  public CompletionStage<List<String>> purge(Collection<String> names, Purge purge) {
    var meant =
        caches.entrySet().stream()
            .filter(cache -> names.isEmpty() || names.contains(cache.getKey().name))
            .toList();
    return keeper
        .purge(meant.stream().map(Map.Entry::getValue).toList(), purge)
        .thenApply(_ -> meant.stream().map(cache -> cache.getKey().name).sorted().toList());
  }

  /** The caches there are. */
  public List<SharedCache> all() {
    return List.copyOf(caches.values());
  }

  /** The key of the request in the cache of the route, as text; empty if it has none. */
  public static Optional<String> explained(Route route, Exchange exchange) {
    return route
        .settings()
        .cache()
        .map(caching -> {
          var probe = new KeyProbe();
          var key = probe.of(exchange);
          for (var part : parts(caching)) {
            key = probe.apart(part.apply(exchange));
          }
          var text = caching.cache() + ", key " + key.toString().replace("\n", " + ");
          return exchange.request().method() == Method.QUERY
              ? text + " + QUERY + the SHA-256 of its content"
              : text;
        });
  }

  private static Cache declared(String name, Collection<Cache> declared) {
    return declared.stream()
        .filter(cache -> cache.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the language checks that cache '" + name + "' is"));
  }

  private SharedCache cache(Cache found) throws IOException {
    var there = caches.get(Identity.of(found));
    if (there != null) {
      return there;
    }
    var made = new SharedCache(store(found), loops);
    caches.put(Identity.of(found), made);
    return made;
  }

  private static CacheStore store(Cache cache) throws IOException {
    var extent = extent(cache);
    return cache.disk().isEmpty()
        ? new MemoryStore(cache.name(), extent, 1)
        : TieredStore.open(cache.name(), Path.of(cache.disk().get().folder()), extent);
  }

  private static Extent extent(Cache cache) {
    return new Extent(
        cache.memory(), cache.disk().map(Cache.Disk::bytes).orElse(0L), cache.largest());
  }

  private static CacheRules rules(
      Caching caching, long slice, Function<Condition, Predicate<Exchange>> compile) {
    var ttls =
        caching.ttls().stream()
            .map(ttl ->
                new StalePolicy.Ttl(ttl.least(), ttl.most(), ttl.types(), ttl.time().toMillis()))
            .toList();
    var times =
        new StalePolicy(
            ttls,
            millis(caching.staleWhileRevalidate()),
            millis(caching.staleIfError()),
            StalePolicy.PLAIN.ifUnreachableMillis(),
            caching.ignoresOrigin());
    return new CacheRules(
        times,
        caching.storesCookies(),
        parts(caching),
        caching.bypass().map(compile).orElse(_ -> false),
        new CacheRules.Ahead(caching.refreshPercent(), caching.hintsEarly()),
        caching.languages(),
        slice,
        caching.patience().toNanos());
  }

  private static long millis(Optional<Duration> time) {
    return time.map(Duration::toMillis).orElse(0L);
  }

  private static List<Function<Exchange, String>> parts(Caching caching) {
    return caching.apart().stream().map(Caches::part).toList();
  }

  private static Function<Exchange, String> part(KeyPart part) {
    return switch (part) {
      case KeyPart.Header(var name) ->
          exchange -> String.join(", ", exchange.request().fields().values(name));
      case KeyPart.Cookie(var name) -> {
        var octets = Octets.of(name);
        yield exchange -> cookie(exchange, octets);
      }
    };
  }

  private static String cookie(Exchange exchange, byte[] name) {
    var found = new StringBuilder();
    Cookies.any(
        exchange.request().fields(),
        name,
        (bytes, start, end) -> {
          found.append(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
          return true;
        });
    return found.toString();
  }
}
