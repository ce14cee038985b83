package io.weir.proxy.cache.rule;

/** What is done with a request for which a response is stored, or none (RFC 9111 4). */
public enum Decision {
  /** The stored response is sent as it is. */
  SERVE,
  /** The stored response is stale and sent, and the client has said that this will do. */
  SERVE_STALE,
  /** The stored response is stale and sent, and validated behind the client's back (RFC 5861 3). */
  SERVE_AND_REVALIDATE,
  /** The server is asked whether the stored response still holds. */
  REVALIDATE,
  /** The server is asked anew. */
  FETCH,
  /** Nothing may be asked and nothing fits: 504 (RFC 9111 5.2.1.7). */
  REFUSE;

  /** Decides for a request without a stored response. */
  public static Decision withoutStored(CacheControl asked) {
    return asked.has(Directive.ONLY_IF_CACHED) ? REFUSE : FETCH;
  }

  /**
   * Decides for a request and the stored response that it selects.
   *
   * @param asked the directives of the request
   * @param canValidate whether the stored response has a validator
   * @param nowMillis by the wall clock
   */
  public static Decision of(
      Freshness stored, CacheControl asked, boolean canValidate, long nowMillis) {
    long left = stored.left(nowMillis);
    var ask = canValidate ? REVALIDATE : FETCH;
    if (asked.present().isEmpty()) {
      return withoutDirectives(stored, left, ask);
    }
    boolean isOnlyCached = asked.has(Directive.ONLY_IF_CACHED);
    if (stored.alwaysValidated() || asked.has(Directive.NO_CACHE)) {
      return isOnlyCached ? REFUSE : ask;
    }
    if (asked.maxAge() >= 0 && stored.age(nowMillis) > asked.maxAge() * 1000
        || asked.maxAge() == 0) {
      return isOnlyCached ? REFUSE : ask;
    }
    long wanted = Math.max(0, asked.minFresh()) * 1000;
    if (left > 0 && left >= wanted) {
      return SERVE;
    }
    if (allows(asked, stored, left)) {
      return SERVE_STALE;
    }
    if (isOnlyCached) {
      return REFUSE;
    }
    return left <= 0 && wanted == 0 && -left < stored.whileRevalidate()
        ? SERVE_AND_REVALIDATE
        : ask;
  }

  private static Decision withoutDirectives(Freshness stored, long left, Decision ask) {
    if (stored.alwaysValidated()) {
      return ask;
    }
    if (left > 0) {
      return SERVE;
    }
    return -left < stored.whileRevalidate() ? SERVE_AND_REVALIDATE : ask;
  }

  /** Whether {@code max-stale} takes it; what must be validated is not taken (RFC 9111 4.2.4). */
  private static boolean allows(CacheControl asked, Freshness stored, long left) {
    if (asked.maxStale() < 0 || asked.minFresh() > 0 || stored.ifUnreachable() == 0) {
      return false;
    }
    return asked.maxStale() == CacheControl.ANY || -left <= asked.maxStale() * 1000;
  }
}
