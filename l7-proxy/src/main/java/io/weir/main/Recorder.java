package io.weir.main;

import io.weir.proxy.config.Sight;
import io.weir.proxy.config.Unavailable;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.log.AccessLog;
import io.weir.proxy.metric.ConnectionState;
import io.weir.proxy.metric.Metrics;
import io.weir.proxy.metric.Server;
import io.weir.proxy.upstream.UpstreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the metrics and the access log what the proxy tells it. */
final class Recorder implements Sight, UpstreamObserver {
  private final Metrics metrics;
  private volatile Logs logs = new Logs(null, 0, 0);

  /**
   * The log in use, and what those before it have counted: a counter never goes back.
   *
   * @param now null for none
   */
  private record Logs(@Nullable AccessLog now, long formerDropped, long formerErrors) {
    long dropped() {
      return formerDropped + (now == null ? 0 : now.dropped());
    }

    long errors() {
      return formerErrors + (now == null ? 0 : now.errors());
    }
  }

  Recorder(Metrics metrics) {
    this.metrics = metrics;
  }

  /** The log in use, or null. */
  @Nullable AccessLog log() {
    return logs.now;
  }

  /**
   * Opens the log that is wanted, if it is not the one in use; else returns null.
   *
   * @throws Unavailable if it cannot be opened
   */
  @Nullable AccessLog open(Optional<io.weir.dsl.model.AccessLog> wanted, int loops)
      throws Unavailable {
    var log = logs.now;
    if (wanted.isEmpty() || log != null && log.isFor(wanted.get())) {
      return null;
    }
    try {
      return AccessLog.open(wanted.get(), loops);
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()), wanted.get().span(), e);
    }
  }

  /** Goes on with the log that was opened, or, if it is still wanted, with the one in use. */
  void settle(Optional<io.weir.dsl.model.AccessLog> wanted, @Nullable AccessLog opened) {
    var log = logs.now;
    if (opened != null || wanted.isEmpty()) {
      log(opened);
      if (log != null) {
        log.close();
      }
    } else if (log != null) {
      log.restyle(wanted.get());
    }
  }

  private void log(@Nullable AccessLog next) {
    var last = logs;
    logs = new Logs(next, last.dropped(), last.errors());
  }

  /** Lines that logs have dropped so far. Any thread. */
  long logDropped() {
    return logs.dropped();
  }

  /** Operations of logs that have failed so far. Any thread. */
  long logErrors() {
    return logs.errors();
  }

  @Override
  public void connected(Loop loop) {
    metrics.loop(loop.index()).connectionOpened();
  }

  @Override
  public void disconnected(Loop loop) {
    metrics.loop(loop.index()).connectionClosed(ConnectionState.IDLE);
  }

  @Override
  public void tunnelled(Exchange exchange) {
    metrics
        .loop(exchange.loop().index())
        .connectionBecame(ConnectionState.ACTIVE, ConnectionState.TUNNEL);
  }

  @Override
  public void begun(Exchange exchange) {
    var counters = metrics.loop(exchange.loop().index());
    counters.requestStarted();
    counters.connectionBecame(ConnectionState.IDLE, ConnectionState.ACTIVE);
  }

  @Override
  public void ended(Exchange exchange) {
    var counters = metrics.loop(exchange.loop().index());
    counters.requestEnded(exchange, exchange.route() == null ? Metrics.NO_ROUTE : exchange.slot());
    var state = exchange.status() == 101 ? ConnectionState.TUNNEL : ConnectionState.ACTIVE;
    counters.connectionBecame(state, ConnectionState.IDLE);
    var current = logs.now;
    if (current != null) {
      current.record(exchange);
    }
  }

  @Override
  public void refused(Loop loop, Client client, Refused refused) {
    metrics.loop(loop.index()).requestRefused(refused.failure().why(), refused.status());
    var current = logs.now;
    if (current != null) {
      current.recordRefused(loop, client, refused);
    }
  }

  @Override
  public int[] number(List<Named> servers) {
    return metrics.servers(
        servers.stream().map(one -> new Server(one.pool(), one.endpoint())).toList());
  }

  @Override
  public void attemptStarted(int loop, int server) {
    metrics.loop(loop).attemptStarted(server);
  }

  @Override
  public void attemptEnded(int loop, int server, @Nullable Cause cause, long firstByteNanos) {
    metrics.loop(loop).attemptEnded(server, cause, firstByteNanos);
    if (cause == Cause.CONNECT_REFUSED || cause == Cause.CONNECT_TIMEOUT) {
      metrics.loop(loop).connectFailed(server);
    }
  }

  @Override
  public void connected(int loop, int server, long nanos) {
    metrics.loop(loop).connected(server, nanos);
  }

  @Override
  public void reused(int loop, int server) {
    metrics.loop(loop).reused(server);
  }

  @Override
  public void disconnected(int loop, int server) {
    metrics.loop(loop).disconnected(server);
  }
}
