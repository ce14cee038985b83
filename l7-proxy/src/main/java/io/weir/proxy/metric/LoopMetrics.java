package io.weir.proxy.metric;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.failure.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one loop. Its own thread counts, with plain stores; any thread may read. Routes
 * and servers are given by the numbers that {@link Metrics} assigned.
 */
public final class LoopMetrics {
  private final Table routes = new Table(RouteRow.WIDTH);
  private final Table servers = new Table(ServerRow.WIDTH);
  private final Table own = new Table(LoopRow.WIDTH);

  LoopMetrics() {}

  Table routes() {
    return routes;
  }

  Table servers() {
    return servers;
  }

  Table own() {
    return own;
  }

  /** A request's head is whole. */
  public void requestStarted() {
    own.add(0, LoopRow.STARTED, 1);
  }

  /**
   * A request that {@linkplain #requestStarted started} has ended.
   *
   * @param route its number, {@link Metrics#NO_ROUTE} if none matched
   */
  public void requestEnded(Exchange exchange, int route) {
    own.add(0, LoopRow.ENDED, 1);
    int status = exchange.status();
    var cause = exchange.cause();
    if (cause != null) {
      own.add(0, LoopRow.cause(cause), 1);
      status = status == 0 ? cause.status() : status;
    }
    answered(route, status);
    var timeline = exchange.timeline();
    long nanos = Math.max(0, timeline.ended - timeline.started);
    routes.add(route, RouteRow.DURATION + Buckets.of(nanos), 1);
    routes.add(route, RouteRow.DURATION_SUM, nanos);
    routes.add(route, RouteRow.RECEIVED, exchange.traffic().received());
    routes.add(route, RouteRow.SENT, exchange.traffic().sent());
    if (exchange.retries() > 0) {
      routes.add(route, RouteRow.RETRIES, exchange.retries());
    }
  }

  /**
   * A request was refused, or given up, before its head was whole.
   *
   * @param status what was sent; 0 for nothing
   */
  public void requestRefused(Cause cause, int status) {
    own.add(0, LoopRow.cause(cause), 1);
    answered(Metrics.NO_ROUTE, status == 0 ? cause.status() : status);
  }

  private void answered(int route, int status) {
    routes.add(route, RouteRow.status(status), 1);
    own.add(0, status < LoopRow.STATUS_COUNT ? status : 0, 1);
  }

  /** A client has connected; its connection is {@link ConnectionState#IDLE}. */
  public void connectionOpened() {
    own.add(0, LoopRow.ACCEPTED, 1);
    own.add(0, LoopRow.connection(ConnectionState.IDLE), 1);
  }

  /** A client's connection does something else now. */
  public void connectionBecame(ConnectionState before, ConnectionState now) {
    own.add(0, LoopRow.connection(before), -1);
    own.add(0, LoopRow.connection(now), 1);
  }

  /** A client's connection is closed. */
  public void connectionClosed(ConnectionState last) {
    own.add(0, LoopRow.connection(last), -1);
  }

  /** A request is given to a server: the attempt is in flight until it ends. */
  public void attemptStarted(int server) {
    servers.add(server, ServerRow.STARTED, 1);
  }

  /**
   * An attempt has ended.
   *
   * @param cause null if the response came whole, or went where nobody failed
   * @param firstByteNanos from handing the request over to the response's first octet; 0 if none
   *     came
   */
  public void attemptEnded(int server, @Nullable Cause cause, long firstByteNanos) {
    servers.add(server, ServerRow.ENDED, 1);
    servers.add(server, ServerRow.outcome(cause), 1);
    if (firstByteNanos > 0) {
      servers.add(server, ServerRow.FIRST_BYTE + Buckets.of(firstByteNanos), 1);
      servers.add(server, ServerRow.FIRST_BYTE_SUM, firstByteNanos);
    }
  }

  /** A connection to a server was made, in so long. */
  public void connected(int server, long nanos) {
    servers.add(server, ServerRow.OPENED, 1);
    servers.add(server, ServerRow.CONNECT + Buckets.of(nanos), 1);
    servers.add(server, ServerRow.CONNECT_SUM, nanos);
  }

  /** No connection to a server came about. */
  public void connectFailed(int server) {
    servers.add(server, ServerRow.CONNECT_FAILED, 1);
  }

  /** A connection that was kept serves another request. */
  public void reused(int server) {
    servers.add(server, ServerRow.REUSED, 1);
  }

  /** A connection to a server is closed, by either end. */
  public void disconnected(int server) {
    servers.add(server, ServerRow.CLOSED, 1);
  }
}
