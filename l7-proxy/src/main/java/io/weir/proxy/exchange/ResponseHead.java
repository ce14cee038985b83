package io.weir.proxy.exchange;

/**
 * The head of a response. Immutable.
 *
 * @param status 100 to 999
 * @param reason what the upstream called it; empty: Weir's own word is used
 * @param minorVersion of HTTP/1 that it came in: 0 or 1
 * @param fields as they came, hop-by-hop ones among them; whoever writes the head leaves those out
 */
public record ResponseHead(int status, byte[] reason, int minorVersion, FieldLines fields) {
  private static final byte[] NO_REASON = new byte[0];

  /** A head that Weir makes itself. */
  public static ResponseHead of(int status, FieldLines fields) {
    return new ResponseHead(status, NO_REASON, 1, fields);
  }
}
