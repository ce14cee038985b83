package io.weir.proxy.metric;

/** What a client's connection is doing. */
public enum ConnectionState {
  /** Between requests, or before the first; TLS and PROXY protocol included. */
  IDLE("idle"),
  /** A request is being read or answered. */
  ACTIVE("active"),
  /** Upgraded: octets go both ways. */
  TUNNEL("tunnel");

  private final String label;

  ConnectionState(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
