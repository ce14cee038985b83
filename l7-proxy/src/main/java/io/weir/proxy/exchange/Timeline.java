package io.weir.proxy.exchange;

/**
 * When what happened to a request, in {@link System#nanoTime} nanoseconds; 0 is "did not happen".
 * Plain fields: written and read on the exchange's loop.
 */
public final class Timeline {
  /** The first octet of the request was read. */
  public long started;

  /** The head was whole. */
  public long headRead;

  /** A connection to the upstream was at hand; the last attempt counts. */
  public long connected;

  /** The first octet of the response head was read from the upstream, or the reply was made. */
  public long firstByte;

  /** The last octet of the reply was handed to the socket. */
  public long ended;
}
