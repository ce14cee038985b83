package io.weir.lvs.table;

import java.net.InetAddress;

/** What tells one real server of a service from the others: how it is reached is no part of it. */
public record ServerKey(InetAddress address, int port) {
  public ServerKey {
    Ports.check(port);
  }

  @Override
  public String toString() {
    return AddressText.of(address, port);
  }
}
