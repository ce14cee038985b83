package io.weir.proxy.exchange;

import io.weir.dsl.model.Listener;
import java.util.Optional;

/**
 * Who is at the other end of a downstream connection. Immutable.
 *
 * @param address of the peer, or of the client that a listed peer's PROXY header names: 4 or 16
 *     bytes, IPv4-mapped ones as 4
 * @param addressText the same as text
 * @param localPort the port the client connected to
 * @param secure whether the connection is under TLS, or was at the proxy whose header says so
 * @param header the PROXY header that the connection began with
 */
public record Client(
    byte[] address,
    String addressText,
    int peerPort,
    int localPort,
    boolean secure,
    Listener listener,
    Optional<ProxyHeader> header) {
  /** A client whose connection began without a PROXY header. */
  public Client(
      byte[] address,
      String addressText,
      int peerPort,
      int localPort,
      boolean secure,
      Listener listener) {
    this(address, addressText, peerPort, localPort, secure, listener, Optional.empty());
  }

  /** The same client at what the listener has become. */
  public Client at(Listener now) {
    return new Client(address, addressText, peerPort, localPort, secure, now, header);
  }

  /** {@code https} under TLS, else {@code http}. */
  public String scheme() {
    return secure ? "https" : "http";
  }
}
