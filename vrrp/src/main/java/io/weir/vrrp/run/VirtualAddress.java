package io.weir.vrrp.run;

import io.weir.vrrp.packet.Family;
import java.net.InetAddress;

/** An address that the Active router has, and the length of its network's prefix. */
public record VirtualAddress(InetAddress address, int prefix) {
  public VirtualAddress {
    int longest = Family.of(address).addressLength() * 8;
    if (prefix < 1 || prefix > longest) {
      throw new IllegalArgumentException("found prefix " + prefix + "; expected 1 to " + longest);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
