package io.weir.proxy.filter;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;

/** What comes after a filter: the rest of the chain. Called on the exchange's loop. */
@FunctionalInterface
public interface Next {
  /**
   * Answers the exchange. The future completes on the same loop, with a reply whose body the caller
   * now owns, or fails with a {@link io.weir.proxy.failure.ProxyFailure}.
   */
  Future<Reply> proceed(Exchange exchange);
}
