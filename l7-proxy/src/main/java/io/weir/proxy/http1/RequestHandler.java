package io.weir.proxy.http1;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Terms;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/** What answers the requests of client connections. Called on the connection's loop. */
public interface RequestHandler {
  /** What is in force: a request is read and answered by one and the same. */
  Terms terms();

  /** Answers a request by the terms that it has; never throws. */
  Future<Reply> handle(Exchange exchange);

  /** The reply for a request that failed; the exchange is null if there was not even a head. */
  Reply rescue(@Nullable Exchange exchange, ProxyFailure failure);

  /** A request is over: its reply has left, or never will. */
  void ended(Exchange exchange);

  /** A request was refused before it had a head that could be understood. */
  void refused(Loop loop, Client client, Refused refused);

  /** A client has connected. */
  void connected(Loop loop);

  /** A client's connection is gone. */
  void disconnected(Loop loop);

  /** The exchange's connection is a tunnel from now on. */
  void tunnelled(Exchange exchange);

  /** The whole {@code Via} line (RFC 9110 7.6.3) for replies from upstream, or nothing. */
  byte[] via(Exchange exchange);

  /** Whether connections should be closed as soon as their request is answered. */
  boolean isDraining();
}
