package io.weir.proxy.config;

import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Refused;

/** What logs and metrics are told, on the exchange's loop. */
public interface Sight {
  /** A request's head has been read. */
  void begun(Exchange exchange);

  /** A request is over. */
  void ended(Exchange exchange);

  /** A client has connected. */
  void connected(Loop loop);

  /** A client's connection is gone. */
  void disconnected(Loop loop);

  /** The exchange's connection is a tunnel from now on. */
  void tunnelled(Exchange exchange);

  /** Octets that never became a request were refused. */
  void refused(Loop loop, Client client, Refused refused);
}
