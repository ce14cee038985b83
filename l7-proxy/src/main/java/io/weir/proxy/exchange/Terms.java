package io.weir.proxy.exchange;

import io.weir.proxy.failure.ProxyFailure;

/**
 * What of a configuration a request keeps to from its head to its end, whatever is put in force.
 */
public interface Terms {
  /** The whole {@code Via} line (RFC 9110 7.6.3) for replies from upstream, or nothing. */
  byte[] via();

  /** The reply to a request that failed. */
  Reply rescue(ProxyFailure failure);
}
