package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The field names that Weir itself acts on. A field line knows its {@code FieldName} from the
 * parse, so looking one up compares no text. At most 63, since a head keeps the set of those
 * present as bits of a {@code long}.
 */
public enum FieldName {
  ACCEPT_ENCODING("Accept-Encoding"),
  AGE("Age"),
  AUTHORIZATION("Authorization"),
  CACHE_CONTROL("Cache-Control"),
  CACHE_STATUS("Cache-Status"),
  CACHE_TAG("Cache-Tag"),
  CDN_CACHE_CONTROL("CDN-Cache-Control"),
  CDN_LOOP("CDN-Loop"),
  CONNECTION("Connection"),
  CONTENT_ENCODING("Content-Encoding"),
  CONTENT_LENGTH("Content-Length"),
  CONTENT_LOCATION("Content-Location"),
  CONTENT_RANGE("Content-Range"),
  CONTENT_TYPE("Content-Type"),
  COOKIE("Cookie"),
  DATE("Date"),
  EDGE_CACHE_TAG("Edge-Cache-Tag"),
  ETAG("ETag"),
  EXPECT("Expect"),
  EXPIRES("Expires"),
  FORWARDED("Forwarded"),
  HOST("Host"),
  HTTP2_SETTINGS("HTTP2-Settings"),
  IDEMPOTENCY_KEY("Idempotency-Key"),
  IF_MATCH("If-Match"),
  IF_MODIFIED_SINCE("If-Modified-Since"),
  IF_NONE_MATCH("If-None-Match"),
  IF_RANGE("If-Range"),
  IF_UNMODIFIED_SINCE("If-Unmodified-Since"),
  KEEP_ALIVE("Keep-Alive"),
  LAST_MODIFIED("Last-Modified"),
  LOCATION("Location"),
  MAX_FORWARDS("Max-Forwards"),
  PRAGMA("Pragma"),
  PROXY_AUTHENTICATE("Proxy-Authenticate"),
  PROXY_AUTHORIZATION("Proxy-Authorization"),
  PROXY_CONNECTION("Proxy-Connection"),
  RANGE("Range"),
  REFERER("Referer"),
  SERVER("Server"),
  SET_COOKIE("Set-Cookie"),
  SURROGATE_CONTROL("Surrogate-Control"),
  SURROGATE_KEY("Surrogate-Key"),
  TE("TE"),
  TRAILER("Trailer"),
  TRANSFER_ENCODING("Transfer-Encoding"),
  UPGRADE("Upgrade"),
  USER_AGENT("User-Agent"),
  VARY("Vary"),
  VIA("Via"),
  X_FORWARDED_FOR("X-Forwarded-For"),
  X_FORWARDED_HOST("X-Forwarded-Host"),
  X_FORWARDED_PORT("X-Forwarded-Port"),
  X_FORWARDED_PROTO("X-Forwarded-Proto"),
  X_REQUEST_ID("X-Request-Id"),
  XKEY("xkey");

  private static final int TABLE = 256;
  private static final @Nullable FieldName[] BY_HASH = new @Nullable FieldName[TABLE];

  static {
    for (var name : values()) {
      int slot = slot(hash(name.lower, 0, name.lower.length));
      while (BY_HASH[slot] != null) {
        slot = (slot + 1) & (TABLE - 1);
      }
      BY_HASH[slot] = name;
    }
  }

  private final String text;
  private final byte[] lower;

  FieldName(String text) {
    this.text = text;
    this.lower = text.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  /** The name in the spelling of its RFC. */
  public String text() {
    return text;
  }

  /** The bit of this name in a set of names. */
  public long bit() {
    return 1L << ordinal();
  }

  /** The hash that {@link #find} takes: {@code h * 31 + b} over the octets in lower case. */
  public static int hash(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + lower(bytes[i]);
    }
    return hash;
  }

  /** The known name that the octets spell in any case, or null. */
  public static @Nullable FieldName find(byte[] bytes, int start, int end, int hash) {
    int slot = slot(hash);
    for (var name = BY_HASH[slot]; name != null; name = BY_HASH[slot]) {
      if (name.isSpelled(bytes, start, end)) {
        return name;
      }
      slot = (slot + 1) & (TABLE - 1);
    }
    return null;
  }

  private boolean isSpelled(byte[] bytes, int start, int end) {
    if (end - start != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      if (lower(bytes[start + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 8 ^ hash >>> 16) & (TABLE - 1);
  }

  private static int lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
  }
}
