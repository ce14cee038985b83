package io.weir.proxy.exchange;

import io.weir.proxy.failure.ProxyFailure;

/**
 * A request that was refused, or given up, before its head was whole.
 *
 * @param failure why
 * @param status what was sent; 0 for nothing
 * @param timeline when it started and ended
 * @param line what came of its request line, without the end of it and at most {@link #LINE_MOST}
 *     octets: as it came, so it may be anything; empty if nothing came
 */
public record Refused(ProxyFailure failure, int status, Timeline timeline, byte[] line) {
  /** The most octets that are kept of a request line which may be endless. */
  public static final int LINE_MOST = 1024;

  private static final byte[] NOTHING = {};

  /** Something of which no octet was meant to be a request. */
  public static Refused before(ProxyFailure failure, int status, Timeline timeline) {
    return new Refused(failure, status, timeline, NOTHING);
  }

  /** The status for the log: what was sent, or what would have been. */
  public int loggedStatus() {
    return status == 0 ? failure.why().status() : status;
  }
}
