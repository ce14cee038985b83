package io.weir.proxy.upstream;

import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.ProxyFailure;

/** What waits for the response on an upstream connection. Called on the connection's loop. */
interface ResponseListener {
  /** A 1xx response, of which there may be several, but never 101. */
  void interim(ResponseHead head);

  /** The response; its body must be started or cancelled. */
  void response(ResponseHead head, Body body);

  /**
   * There will be no response.
   *
   * @param begun whether an octet of one was there
   */
  void lost(ProxyFailure why, boolean begun);

  /** The connection is no longer used for this request; the last call, unless it was lost. */
  void released();

  /** No more of the request, or of the client's half of a tunnel, should be written for now. */
  void unwritable();

  /** More of the request can be written, after a time when it could not. */
  void writable();
}
