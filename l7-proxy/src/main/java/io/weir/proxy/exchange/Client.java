package io.weir.proxy.exchange;

import io.weir.dsl.model.Listener;

/**
 * Who is at the other end of a downstream connection. Immutable.
 *
 * @param address of the peer: 4 or 16 bytes, IPv4-mapped ones as 4
 * @param addressText the same as text
 * @param localPort the port the client connected to
 * @param secure whether the connection is under TLS
 */
public record Client(
    byte[] address,
    String addressText,
    int peerPort,
    int localPort,
    boolean secure,
    Listener listener) {
  /** {@code https} under TLS, else {@code http}. */
  public String scheme() {
    return secure ? "https" : "http";
  }
}
