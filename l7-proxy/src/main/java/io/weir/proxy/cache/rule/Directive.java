package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.Octets;
import org.jspecify.annotations.Nullable;

/** The cache directives that Weir acts on (RFC 9111 5.2, RFC 5861, RFC 8246). */
public enum Directive {
  IMMUTABLE("immutable"),
  MAX_AGE("max-age"),
  MAX_STALE("max-stale"),
  MIN_FRESH("min-fresh"),
  MUST_REVALIDATE("must-revalidate"),
  MUST_UNDERSTAND("must-understand"),
  NO_CACHE("no-cache"),
  NO_STORE("no-store"),
  NO_TRANSFORM("no-transform"),
  ONLY_IF_CACHED("only-if-cached"),
  PRIVATE("private"),
  PROXY_REVALIDATE("proxy-revalidate"),
  PUBLIC("public"),
  S_MAXAGE("s-maxage"),
  STALE_IF_ERROR("stale-if-error"),
  STALE_WHILE_REVALIDATE("stale-while-revalidate");

  private static final Directive[] ALL = values();

  private final byte[] octets;

  Directive(String text) {
    this.octets = Octets.of(text);
  }

  /** The directive that the octets spell in any case, or null. */
  static @Nullable Directive find(byte[] bytes, int start, int end) {
    for (var directive : ALL) {
      if (end - start == directive.octets.length
          && Octets.isLower(bytes, start, directive.octets)) {
        return directive;
      }
    }
    return null;
  }
}
