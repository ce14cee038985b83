package io.weir.vrrp.run;

import io.weir.vrrp.packet.Family;

/**
 * What makes a virtual router this one and no other (RFC 9568 5.2.3): its number, its interface and
 * its address family.
 *
 * @param on the name of the interface
 */
public record RouterId(int vrid, String on, Family family) {
  /** {@code 51 on eth0}, and {@code 51 on eth0 ipv6} for the other family. */
  @Override
  public String toString() {
    return vrid + " on " + on + (family == Family.IPV6 ? " ipv6" : "");
  }
}
