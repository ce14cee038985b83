package io.weir.proxy.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.OpenFiles;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection to the first of a server's addresses that takes one: the next address is tried
 * when one fails, or has not answered for a quarter of a second (RFC 8305 5). Finding the addresses
 * and trying them all has the connect time-out together, and counts as one attempt. Lives on one
 * loop.
 */
final class ConnectRace {
  /** RFC 8305 8: the recommended delay. */
  static final long HEAD_START_MILLIS = 250;

  private final Upstreams upstreams;
  private final Endpoint endpoint;
  private final Loop loop;
  private final Connector.Taker taker;
  private final long started = System.nanoTime();
  private final long allowedMillis;
  private final List<ChannelFuture> underWay = new ArrayList<>(1);
  private List<InetSocketAddress> addresses = List.of();
  private @Nullable Future<?> timer;
  private int next;
  private boolean isOver;

  ConnectRace(
      Upstreams upstreams, Endpoint endpoint, Loop loop, Duration timeout, Connector.Taker taker) {
    this.upstreams = upstreams;
    this.endpoint = endpoint;
    this.loop = loop;
    this.taker = taker;
    this.allowedMillis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }

  void run() {
    var address = endpoint.address();
    if (address == null) {
      timer = loop.eventLoop().schedule(this::tooLate, allowedMillis, TimeUnit.MILLISECONDS);
      upstreams
          .resolver()
          .apply(endpoint.host())
          .onComplete(found ->
              loop.execute(() -> {
                if (found.succeeded()) {
                  resolved(found.result());
                } else {
                  unresolved(String.valueOf(found.cause().getMessage()));
                }
              }));
    } else {
      addresses = List.of(address);
      tryNext();
    }
  }

  private void resolved(List<InetAddress> found) {
    if (isOver) {
      return;
    }
    stopTimer();
    if (found.isEmpty()) {
      unresolved("none is known");
      return;
    }
    addresses =
        AddressOrder.of(found, endpoint.prefersIpv6()).stream()
            .map(address -> new InetSocketAddress(address, endpoint.port()))
            .toList();
    tryNext();
  }

  private void tooLate() {
    unresolved("none came within " + allowedMillis + " ms");
  }

  private void unresolved(String why) {
    lose(
        new ProxyFailure(
            Cause.UNRESOLVED, "found no address for '" + endpoint.host() + "': " + why));
  }

  private void tryNext() {
    stopTimer();
    var at = addresses.get(next++);
    var connection = new UpstreamConnection(endpoint.idle(loop), upstreams.shared(loop));
    var connecting =
        upstreams
            .shared(loop)
            .bootstrap()
            .clone()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, millisLeft()))
            .handler(connection)
            .connect(at);
    underWay.add(connecting);
    if (next < addresses.size()) {
      timer = loop.eventLoop().schedule(this::tryNext, headStart(), TimeUnit.MILLISECONDS);
    }
    connecting.addListener(_ -> {
      if (loop.eventLoop().inEventLoop()) {
        ended(connecting, connection, at);
      } else {
        // No socket could be made at all: Netty tells so on a thread of its own.
        loop.execute(() -> ended(connecting, connection, at));
      }
    });
  }

  private void ended(
      ChannelFuture connecting, UpstreamConnection connection, InetSocketAddress at) {
    underWay.remove(connecting);
    if (connecting.isSuccess()) {
      connected(connection, at);
    } else {
      failed(connecting.cause());
    }
  }

  private void connected(UpstreamConnection connection, InetSocketAddress at) {
    long nanos = System.nanoTime() - started;
    upstreams.observer().connected(loop.index(), endpoint.number(), nanos);
    if (isOver) {
      connection.close();
      return;
    }
    end();
    if (addresses.size() > 1) {
      endpoint.prefersIpv6(at.getAddress() instanceof Inet6Address);
    }
    taker.connected(connection, nanos);
  }

  private void failed(Throwable cause) {
    if (isOver) {
      return;
    }
    if (next < addresses.size() && millisLeft() > 0) {
      tryNext();
    } else if (underWay.isEmpty()) {
      lose(notConnected(cause));
    }
  }

  private ProxyFailure notConnected(Throwable cause) {
    var where = endpoint.name() + (next > 1 ? " at any of " + next + " addresses" : "");
    if (OpenFiles.areUsedUp(cause)) {
      return new ProxyFailure(
          Cause.NO_DESCRIPTORS,
          "found no descriptor for a connection to "
              + where
              + "; raise the limit (ulimit -n, LimitNOFILE=)");
    }
    return cause instanceof ConnectTimeoutException
        ? new ProxyFailure(
            Cause.CONNECT_TIMEOUT,
            "found no connection to " + where + " after " + allowedMillis + " ms")
        : new ProxyFailure(
            Cause.CONNECT_REFUSED, "found no connection to " + where + ": " + cause.getMessage());
  }

  private void lose(ProxyFailure why) {
    if (!isOver) {
      end();
      taker.notConnected(why);
    }
  }

  /** From now on whatever else comes of the addresses is of no use. */
  private void end() {
    isOver = true;
    stopTimer();
    List.copyOf(underWay).forEach(connecting -> connecting.channel().close());
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Shorter if not all could be tried in time otherwise. */
  private long headStart() {
    return Math.min(HEAD_START_MILLIS, allowedMillis / addresses.size());
  }

  private long millisLeft() {
    return allowedMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }
}
