package io.weir.proxy.exchange;

/** How the end of a body is found, as a {@code long}: a length in octets or one of these. */
public final class Framing {
  private Framing() {}

  /** The body comes in chunks (RFC 9112 7.1); its length is not known. */
  public static final long CHUNKED = -1;

  /** The body ends when the connection does (RFC 9112 6.3, responses only). */
  public static final long UNTIL_CLOSE = -2;
}
