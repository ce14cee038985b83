package io.weir.proxy.filter;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;

/**
 * A step between a request and its reply. One instance serves every request of a route on every
 * loop, so it keeps no state of a request; it calls {@code next} at most once, never blocks, and
 * releases the body of a reply that it does not pass on.
 */
@FunctionalInterface
public interface Filter {
  Future<Reply> apply(Exchange exchange, Next next);

  /** The step that applies this filter in front of the given one. */
  default Next before(Next next) {
    return exchange -> apply(exchange, next);
  }
}
