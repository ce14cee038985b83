package io.weir.lvs.table;

import java.net.InetAddress;

/** What tells one virtual service of a table from all others. */
public sealed interface ServiceKey {
  /** Of the clients' addresses. */
  Family family();

  /** What comes to an address and a port; port 0 is every port that no other service has. */
  record Place(Protocol protocol, InetAddress address, int port) implements ServiceKey {
    public Place {
      Ports.check(port);
    }

    @Override
    public Family family() {
      return Family.of(address);
    }

    @Override
    public String toString() {
      return protocol + " " + AddressText.of(address, port);
    }
  }

  /**
   * What the firewall has marked.
   *
   * @param mark not 0; an unsigned number
   */
  record Mark(Family family, int mark) implements ServiceKey {
    public Mark {
      if (mark == 0) {
        throw new IllegalArgumentException("found mark 0; expected 1 to 4294967295");
      }
    }

    @Override
    public String toString() {
      return "FWM " + Integer.toUnsignedString(mark) + (family == Family.IPV6 ? " IPv6" : "");
    }
  }
}
