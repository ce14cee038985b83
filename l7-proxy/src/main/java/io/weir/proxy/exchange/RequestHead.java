package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;

/**
 * The head of a request, framing and target already checked. Immutable.
 *
 * @param bytes what {@code methodEnd} and the fields point into; the method starts at 0
 * @param target the authority, path and query, normalized
 * @param minorVersion of HTTP/1: 0 or 1; 1 for HTTP/2, whose requests are mapped onto this form
 * @param bodyLength octets, or {@link Framing#CHUNKED}; 0 for none
 * @param keepsAlive whether the client wants the connection kept (RFC 9112 9.3)
 * @param expectsContinue whether {@code Expect: 100-continue} was sent (RFC 9110 10.1.1)
 * @param upgrade whether the client asks to upgrade the connection (RFC 9110 7.8)
 */
public record RequestHead(
    byte[] bytes,
    Method method,
    int methodEnd,
    Target target,
    int minorVersion,
    FieldLines fields,
    long bodyLength,
    boolean keepsAlive,
    boolean expectsContinue,
    boolean upgrade) {

  /** The method as it came. */
  public String methodText() {
    return method == Method.OTHER
        ? new String(bytes, 0, methodEnd, StandardCharsets.ISO_8859_1)
        : method.name();
  }
}
