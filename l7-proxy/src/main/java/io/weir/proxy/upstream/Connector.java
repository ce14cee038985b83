package io.weir.proxy.upstream;

import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Brings a connection to a server about: one of this loop's, one of another loop's, a new one. */
final class Connector {
  private final Upstreams upstreams;

  Connector(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  /** Gets the connection, or why there is none; called on the loop. */
  interface Taker {
    void connected(UpstreamConnection connection, long nanos);

    void notConnected(ProxyFailure why);
  }

  /**
   * Connects.
   *
   * @param takesKept whether a kept connection will do
   * @param asksKernel see {@link IdleConnections#take}
   */
  void connect(
      Endpoint endpoint,
      Loop loop,
      boolean takesKept,
      boolean asksKernel,
      Duration timeout,
      Taker taker) {
    if (takesKept) {
      var kept = endpoint.idle(loop).take(asksKernel);
      if (kept != null) {
        upstreams.observer().reused(loop.index(), endpoint.number());
        taker.connected(kept, 0);
        return;
      }
      var rich = richest(endpoint, loop);
      if (rich != null) {
        borrow(rich, endpoint, loop, asksKernel, timeout, taker);
        return;
      }
    }
    open(endpoint, loop, timeout, taker);
  }

  private static @Nullable IdleConnections richest(Endpoint endpoint, Loop loop) {
    IdleConnections rich = null;
    int most = 0;
    for (var connections : endpoint.idle()) {
      int count = connections.count();
      if (connections.loop() != loop && count > most) {
        most = count;
        rich = connections;
      }
    }
    return rich;
  }

  /** Asks another loop for one of the connections it keeps, and makes a new one if it has none. */
  private void borrow(
      IdleConnections rich,
      Endpoint endpoint,
      Loop loop,
      boolean asksKernel,
      Duration timeout,
      Taker taker) {
    rich.loop()
        .execute(() -> {
          var lent = rich.take(asksKernel);
          if (lent == null) {
            loop.execute(() -> open(endpoint, loop, timeout, taker));
            return;
          }
          lent.moveTo(
              endpoint.idle(loop),
              upstreams.shared(loop),
              moved -> {
                if (moved == null) {
                  open(endpoint, loop, timeout, taker);
                } else {
                  upstreams.observer().reused(loop.index(), endpoint.number());
                  taker.connected(moved, 0);
                }
              });
        });
  }

  private void open(Endpoint endpoint, Loop loop, Duration timeout, Taker taker) {
    new ConnectRace(upstreams, endpoint, loop, timeout, taker).run();
  }
}
