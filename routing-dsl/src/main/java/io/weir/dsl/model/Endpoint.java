package io.weir.dsl.model;

/**
 * A host and a port. As a place to listen an empty host means every address; as a server the host
 * is an address or a name that is resolved when a connection is made.
 *
 * @param host an IPv4 or IPv6 address (without brackets), a host name, or empty
 * @param port 0 to 65535; 0 only where one listens, and means "any free port"
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("found port " + port + "; expected 0 to 65535");
    }
  }

  /** As written in a file: {@code 10.0.0.1:80}, {@code [::1]:80}, {@code :80}. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
