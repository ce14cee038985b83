package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Shared;

/**
 * How long a stored response may be used, and how (RFC 9111 4.2). Immutable; all times are
 * milliseconds.
 *
 * @param responseMillis when it was received or last validated, by the wall clock
 * @param initialAge how old it was then
 * @param terms what it has in common with many others
 */
public record Freshness(long responseMillis, long initialAge, Terms terms) {
  /** RFC 9111 4.2.2: a tenth of the time since the last change, at most a day. */
  private static final long LONGEST_HEURISTIC = 24L * 3600 * 1000;

  private static final Shared<Terms> TERMS = Shared.ofEqual();

  /**
   * How a response may be used, whenever it came.
   *
   * @param lifetime how old it may be and be fresh
   * @param whileRevalidate how long behind its lifetime it may be used while it is validated
   * @param ifError how long behind its lifetime it may be used if the server answers with an error
   * @param ifUnreachable how long behind its lifetime it may be used if no server answers at all
   * @param alwaysValidated whether it is never used without validation ({@code no-cache})
   */
  public record Terms(
      long lifetime,
      long whileRevalidate,
      long ifError,
      long ifUnreachable,
      boolean alwaysValidated) {
    Terms withLifetime(long millis) {
      return new Terms(millis, whileRevalidate, ifError, ifUnreachable, alwaysValidated);
    }
  }

  /**
   * The freshness of a response.
   *
   * @param requestMillis when the request was sent, by the wall clock
   * @param responseMillis when the head of the response came
   */
  public static Freshness of(
      int status,
      FieldLines fields,
      CacheControl directives,
      StalePolicy policy,
      long requestMillis,
      long responseMillis) {
    boolean obeys = !policy.ignoresOrigin();
    long lifetime = policy.lifetime(status, fields, directives, responseMillis);
    boolean isStrict = obeys && directives.forbidsStale();
    long whileRevalidate = seconds(obeys ? directives.staleWhileRevalidate() : CacheControl.NONE);
    long ifError = seconds(obeys ? directives.staleIfError() : CacheControl.NONE);
    if (whileRevalidate < 0) {
      whileRevalidate = policy.whileRevalidateMillis();
    }
    if (ifError < 0) {
      ifError = policy.ifErrorMillis();
    }
    return new Freshness(
        responseMillis,
        Age.initial(fields, requestMillis, responseMillis),
        new Terms(
            lifetime,
            isStrict ? 0 : whileRevalidate,
            isStrict ? 0 : ifError,
            isStrict ? 0 : Math.max(ifError, policy.ifUnreachableMillis()),
            obeys && directives.isNoCache()));
  }

  private static long seconds(long seconds) {
    return seconds < 0 ? -1 : seconds * 1000;
  }

  /**
   * The lifetime that the response itself states, or -1 if it states none (RFC 9111 4.2.1), for a
   * shared cache.
   */
  public static long explicit(FieldLines fields, CacheControl directives, long responseMillis) {
    if (directives.sharedMaxAge() >= 0) {
      return directives.sharedMaxAge() * 1000;
    }
    if (directives.maxAge() >= 0) {
      return directives.maxAge() * 1000;
    }
    // RFC 9213 2.2: where a targeted field counts, Expires does not.
    if (directives.isTargeted() || !fields.has(FieldName.EXPIRES)) {
      return -1;
    }
    var expires = Age.one(fields, FieldName.EXPIRES, responseMillis);
    if (expires.isEmpty()) {
      // RFC 9111 5.3: an invalid date, the value "0" above all, is one in the past.
      return 0;
    }
    long date = Age.date(fields, responseMillis).orElse(responseMillis);
    return Math.max(0, expires.getAsLong() - date);
  }

  /** The lifetime to assume where none is stated, 0 if nothing allows one (RFC 9111 4.2.2). */
  public static long heuristic(
      int status, FieldLines fields, CacheControl directives, long responseMillis) {
    boolean isCacheable =
        StatusRules.isHeuristicallyCacheable(status) || directives.has(Directive.PUBLIC);
    var modified = Age.one(fields, FieldName.LAST_MODIFIED, responseMillis);
    if (!isCacheable || modified.isEmpty()) {
      return 0;
    }
    long date = Age.date(fields, responseMillis).orElse(responseMillis);
    long since = Math.max(0, date - modified.getAsLong());
    return Math.min(LONGEST_HEURISTIC, since / 10);
  }

  /** The same with the age that the response had which confirmed it (RFC 9111 4.3.4). */
  public Freshness withInitialAge(long millis) {
    return new Freshness(responseMillis, millis, terms);
  }

  /** The same, made to be kept: the terms are one object for all that have the same. */
  public Freshness sharing() {
    return new Freshness(responseMillis, initialAge, TERMS.one(terms));
  }

  /** How old it may be and be fresh. */
  public long lifetime() {
    return terms.lifetime;
  }

  /** How long behind its lifetime it may be used while it is validated. */
  public long whileRevalidate() {
    return terms.whileRevalidate;
  }

  /** How long behind its lifetime it may be used if the server answers with an error. */
  public long ifError() {
    return terms.ifError;
  }

  /** How long behind its lifetime it may be used if no server answers at all. */
  public long ifUnreachable() {
    return terms.ifUnreachable;
  }

  /** Whether it is never used without validation ({@code no-cache}). */
  public boolean alwaysValidated() {
    return terms.alwaysValidated;
  }

  /** How old it is: {@code current_age} of RFC 9111 4.2.3. */
  public long age(long nowMillis) {
    return initialAge + Math.max(0, nowMillis - responseMillis);
  }

  /** How long it is fresh yet; negative: how long it has been stale. */
  public long left(long nowMillis) {
    return terms.lifetime - age(nowMillis);
  }

  /** Whether it is fresh yet, and of its lifetime no more is left than this part. */
  public boolean isNearlyOver(int percent, long nowMillis) {
    long left = left(nowMillis);
    return left > 0 && left / percent <= terms.lifetime / 100;
  }

  /** Whether it could ever be used without asking the server. */
  public boolean isEverUsable() {
    return !alwaysValidated() && lifetime() > initialAge || whileRevalidate() > 0 || ifError() > 0;
  }

  /** The same, stale from now on: what a soft purge makes of it. */
  public Freshness staleAt(long nowMillis) {
    long lifetime = Math.min(terms.lifetime, age(nowMillis));
    return new Freshness(responseMillis, initialAge, terms.withLifetime(lifetime));
  }
}
