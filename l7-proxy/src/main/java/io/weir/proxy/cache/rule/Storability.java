package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;

/** Whether a shared cache may store a response (RFC 9111 3). */
public enum Storability {
  /** It may be stored whole. */
  WHOLE,
  /** It may be stored as a part of a representation (RFC 9111 3.3). */
  PART,
  /** The method's responses are not stored. */
  METHOD,
  /** Client or server says {@code no-store}. */
  NO_STORE,
  /** It is for one client only. */
  PRIVATE,
  /** It sets a cookie, and nothing says that it is for all. */
  COOKIE,
  /** The client was authorized, and nothing says that it is for all (RFC 9111 3.5). */
  AUTHORIZED,
  /** {@code Vary: *}: no other request can be answered with it. */
  VARIES,
  /** {@code must-understand}, and its status is not understood, or its status is not final. */
  NOT_UNDERSTOOD,
  /** It would never be used: neither fresh nor able to be validated. */
  USELESS,
  /** Part of something that cannot be told from other parts. */
  BROKEN_PART;

  /** What a client asked for, as far as it matters here. */
  public record Asked(
      Method method, CacheControl directives, boolean isAuthorized, boolean storesCookies) {}

  /** Whether it may be stored at all. */
  public boolean stores() {
    return this == WHOLE || this == PART;
  }

  /** The word in {@code Cache-Status} details and in logs. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Judges a final response. */
  public static Storability of(
      Asked asked,
      int status,
      FieldLines fields,
      CacheControl directives,
      StalePolicy policy,
      Freshness freshness) {
    if (asked.method() != Method.GET && asked.method() != Method.QUERY) {
      return METHOD;
    }
    if (asked.directives().has(Directive.NO_STORE)) {
      return NO_STORE;
    }
    if (status == 304 || status < 200) {
      return NOT_UNDERSTOOD;
    }
    var refused = policy.ignoresOrigin() ? WHOLE : refusal(asked, status, fields, directives);
    if (refused != WHOLE) {
      return refused;
    }
    if (Vary.isStar(fields)) {
      return VARIES;
    }
    if (status == 206) {
      return ContentRange.of(fields).isPresent() ? PART : BROKEN_PART;
    }
    return isUseful(status, fields, directives, policy, freshness) ? WHOLE : USELESS;
  }

  private static Storability refusal(
      Asked asked, int status, FieldLines fields, CacheControl directives) {
    boolean understands = directives.has(Directive.MUST_UNDERSTAND);
    if (understands && !StatusRules.isUnderstood(status)) {
      return NOT_UNDERSTOOD;
    }
    // RFC 9111 5.2.2.3: where must-understand is understood, no-store beside it does not count.
    if (directives.has(Directive.NO_STORE) && !understands) {
      return NO_STORE;
    }
    if (directives.isPrivate()) {
      return PRIVATE;
    }
    boolean isForAll = directives.allowsShared();
    if (asked.isAuthorized() && !isForAll) {
      return AUTHORIZED;
    }
    boolean isCookieListed =
        directives.privateFields().contains("set-cookie")
            || directives.unvalidatedFields().contains("set-cookie");
    boolean isCookieForAll = directives.has(Directive.PUBLIC) || directives.has(Directive.S_MAXAGE);
    return fields.has(FieldName.SET_COOKIE)
            && !asked.storesCookies()
            && !isCookieListed
            && !isCookieForAll
        ? COOKIE
        : WHOLE;
  }

  private static boolean isUseful(
      int status,
      FieldLines fields,
      CacheControl directives,
      StalePolicy policy,
      Freshness freshness) {
    boolean isAllowed =
        directives.has(Directive.PUBLIC)
            || directives.maxAge() >= 0
            || directives.sharedMaxAge() >= 0
            || !directives.isTargeted() && fields.has(FieldName.EXPIRES)
            || StatusRules.isHeuristicallyCacheable(status)
            || directives.has(Directive.NO_CACHE)
            || policy.covers(status, fields);
    return isAllowed && (freshness.isEverUsable() || Validators.has(fields) && status == 200);
  }
}
