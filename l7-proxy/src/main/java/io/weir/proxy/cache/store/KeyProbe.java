package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Target;

/** Makes the key of a request without garbage: each loop has one. */
public final class KeyProbe {
  private static final byte[] HTTP = Octets.of("http://");
  private static final byte[] HTTPS = Octets.of("https://");
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final CacheKey.Probe key = new CacheKey.Probe();
  private final byte[] digits = new byte[16];

  /** The key, good until the next call. */
  public CacheKey of(Exchange exchange) {
    return of(exchange.isSecure(), exchange.request().target());
  }

  /** The key of a GET for the target, good until the next call. */
  public CacheKey of(boolean isSecure, Target target) {
    key.reset();
    putOrigin(isSecure, target);
    key.append(target.bytes(), target.pathStart(), target.queryEnd());
    return key.done();
  }

  /** The key of another path and query on the same origin. */
  public CacheKey of(Exchange exchange, String pathAndQuery) {
    key.reset();
    putOrigin(exchange.isSecure(), exchange.request().target());
    var octets = Octets.of(pathAndQuery);
    key.append(octets, 0, octets.length);
    return key.done();
  }

  /** The key with what keeps it apart behind it. */
  public CacheKey apart(String by) {
    var octets = Octets.of("\n" + by);
    key.append(octets, 0, octets.length);
    return key.done();
  }

  /**
   * The key with what QUERY asks behind it. No value of a field has a carriage return, so no other
   * key is like it.
   */
  public CacheKey query(String print) {
    var octets = Octets.of("\n\rQUERY " + print);
    key.append(octets, 0, octets.length);
    return key.done();
  }

  private void putOrigin(boolean isSecure, Target target) {
    var scheme = isSecure ? HTTPS : HTTP;
    key.append(scheme, 0, scheme.length);
    key.append(target.bytes(), target.hostStart(), target.hostEnd());
    int port = target.port();
    if (port >= 0 && port != (isSecure ? HTTPS_PORT : HTTP_PORT)) {
      digits[0] = ':';
      key.append(digits, 0, Octets.putDecimal(digits, 1, port));
    }
  }
}
