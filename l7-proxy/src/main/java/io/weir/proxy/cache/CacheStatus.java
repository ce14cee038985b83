package io.weir.proxy.cache;

import io.weir.proxy.exchange.Octets;

/** The lines {@code Age} (RFC 9111 5.1) and {@code Cache-Status} (RFC 9211) of replies. */
final class CacheStatus {
  private static final String START = "Cache-Status: weir";

  private CacheStatus() {}

  /** Of a reply from the store. */
  static byte[] hit(long ttlSeconds) {
    return Octets.of(START + "; hit; ttl=" + ttlSeconds + "\r\n");
  }

  /** Of a reply for which the server was asked: {@code fwd=miss; stored}. */
  static byte[] forwarded(String parameters) {
    return Octets.of(START + "; " + parameters + "\r\n");
  }

  static byte[] age(long seconds) {
    return Octets.of("Age: " + seconds + "\r\n");
  }
}
