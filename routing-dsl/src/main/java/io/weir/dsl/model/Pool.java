package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A named set of servers.
 *
 * @param maxConns largest number of requests in flight to the whole pool; empty: no limit
 * @param queueLength how many requests may wait for a place under {@code maxConns}
 * @param queueWait how long one may wait before 503
 * @param idleTimeout how long an unused connection is kept
 */
public record Pool(
    String name,
    List<Server> servers,
    Balance balance,
    OptionalInt maxConns,
    int queueLength,
    Duration queueWait,
    Duration idleTimeout,
    Span span) {
  public Pool {
    servers = List.copyOf(servers);
  }

  /** How a server is chosen. */
  public enum Balance {
    /** The better of two random servers by requests in flight over weight. */
    P2C,
    /** Smooth weighted round-robin. */
    ROUND_ROBIN
  }

  /**
   * One server.
   *
   * @param weight share of the load, 1 to 256
   * @param backup used only when no other server can be
   * @param maxConns largest number of requests in flight to it; empty: no limit
   */
  public record Server(Endpoint at, int weight, boolean backup, OptionalInt maxConns, Span span) {}
}
