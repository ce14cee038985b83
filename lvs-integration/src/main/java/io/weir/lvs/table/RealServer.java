package io.weir.lvs.table;

/**
 * A real server of a service as it is configured.
 *
 * @param weight 0: no new connections
 * @param upper connections from which on it gets no new ones; 0: no limit
 * @param lower connections below which it gets new ones again; 0: three quarters of upper
 */
public record RealServer(ServerKey key, Forwarding forwarding, int weight, long upper, long lower) {
  private static final long MOST = 0xffff_ffffL;

  public RealServer {
    if (weight < 0) {
      throw new IllegalArgumentException("found weight " + weight + "; expected 0 or more");
    }
    if (upper < 0 || upper > MOST || lower < 0 || lower > upper) {
      throw new IllegalArgumentException(
          "found thresholds " + upper + " and " + lower + "; expected the lower one to be less");
    }
  }

  /** A server without thresholds. */
  public RealServer(ServerKey key, Forwarding forwarding, int weight) {
    this(key, forwarding, weight, 0, 0);
  }

  /** The same server with another weight. */
  public RealServer weighing(int other) {
    return new RealServer(key, forwarding, other, upper, lower);
  }
}
