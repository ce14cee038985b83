package io.weir.proxy.exchange;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request methods that rules name (RFC 9110 9.3, RFC 5789, RFC 10008); others are {@link #OTHER}.
 */
public enum Method {
  GET(true, true),
  HEAD(true, true),
  POST(false, false),
  PUT(false, true),
  DELETE(false, true),
  OPTIONS(true, true),
  PATCH(false, false),
  TRACE(true, true),
  QUERY(true, true),
  CONNECT(false, false),
  OTHER(false, false);

  /**
   * The methods of a route that takes any, as {@code Allow} names them (RFC 9110 10.2.1): all but
   * CONNECT, for Weir is no forward proxy, and TRACE, which passes but is not offered.
   */
  public static final String ALLOWED = "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, QUERY";

  private static final Method[] KNOWN = values();

  private final boolean safe;
  private final boolean idempotent;
  private final byte[] octets = Octets.of(name());

  Method(boolean safe, boolean idempotent) {
    this.safe = safe;
    this.idempotent = idempotent;
  }

  /** RFC 9110 9.2.1: asks for no change of state. */
  public boolean isSafe() {
    return safe;
  }

  /** RFC 9110 9.2.2: doing it twice is doing it once. */
  public boolean isIdempotent() {
    return idempotent;
  }

  /** The methods that a list takes: who may GET may HEAD, which asks for less of the same. */
  public static List<String> taken(List<String> named) {
    int get = named.indexOf("GET");
    if (get < 0 || named.contains("HEAD")) {
      return named;
    }
    var all = new ArrayList<>(named);
    all.add(get + 1, "HEAD");
    return all;
  }

  /** The method that the octets spell, case-sensitively (RFC 9110 9.1). */
  public static Method find(byte[] bytes, int start, int end) {
    for (var method : KNOWN) {
      if (method != OTHER
          && java.util.Arrays.equals(bytes, start, end, method.octets, 0, method.octets.length)) {
        return method;
      }
    }
    return OTHER;
  }

  /** The method with this name, or null if it is none of the known ones. */
  public static @Nullable Method named(String name) {
    for (var method : KNOWN) {
      if (method != OTHER && method.name().equals(name)) {
        return method;
      }
    }
    return null;
  }
}
