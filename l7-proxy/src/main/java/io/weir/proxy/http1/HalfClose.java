package io.weir.proxy.http1;

import io.weir.dsl.model.Terminal;
import io.weir.proxy.exchange.Exchange;

/** What becomes of a request whose client has closed its half of the connection behind it. */
final class HalfClose {
  private HalfClose() {}

  /**
   * Whether it is answered all the same: no server has to do with it, so that it is a reply of
   * Weir's own, or one out of a cache.
   *
   * @param begun whether the reply has begun
   */
  static boolean isAnswered(Exchange exchange, boolean begun) {
    var route = exchange.route();
    if (exchange.pool() != null || route == null) {
      return false;
    }
    return begun || isLocal(route.terminal()) || route.settings().cache().isPresent();
  }

  private static boolean isLocal(Terminal terminal) {
    return switch (terminal) {
      case Terminal.Respond _, Terminal.Redirect _, Terminal.Files _ -> true;
      case Terminal.Forward _ -> false;
    };
  }
}
