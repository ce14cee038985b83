package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.StalePolicy;
import io.weir.proxy.exchange.Exchange;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one route says about caching. Immutable.
 *
 * @param storesCookies whether responses with {@code Set-Cookie} are stored like others
 * @param apart what else keeps requests apart, beside their URL
 * @param bypasses which requests the cache has nothing to do with
 * @param ahead what is done before and while something is stale
 * @param languages the ones that servers have; empty: {@code Accept-Language} counts as it is
 * @param slice octets of the stretches in which long responses are fetched and kept; 0: whole
 * @param waitNanos how long a request waits for the fetch of another
 */
public record CacheRules(
    StalePolicy times,
    boolean storesCookies,
    List<Function<Exchange, String>> apart,
    Predicate<Exchange> bypasses,
    Ahead ahead,
    List<String> languages,
    long slice,
    long waitNanos) {
  public CacheRules {
    apart = List.copyOf(apart);
    languages = List.copyOf(languages);
  }

  /**
   * What is done ahead of time.
   *
   * @param refreshPercent of a lifetime, at its end, in which what is asked for often is fetched
   *     anew; 0: never
   * @param hintsEarly whether clients are told what to load while a stale response is validated
   */
  public record Ahead(int refreshPercent, boolean hintsEarly) {}

  /** How long a request waits for the fetch of another, if the route does not say. */
  public static final long WAIT_NANOS = 5_000_000_000L;
}
