package io.weir.proxy.exchange;

import io.weir.dsl.model.Listener;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * What of a configuration a request keeps to from its head to its end, whatever is put in force.
 */
public interface Terms {
  /** The whole {@code Via} line (RFC 9110 7.6.3) for replies from upstream, or nothing. */
  byte[] via();

  /**
   * The listener at the place of one that may be of an earlier configuration; null if nothing is
   * listened on there any more.
   */
  @Nullable Listener listener(Listener former);

  /** The reply to a request that failed. */
  Reply rescue(ProxyFailure failure);
}
