package io.weir.vrrp.link;

import io.weir.vrrp.packet.Announcement;
import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network interface as the kernel describes it.
 *
 * @param isUp whether it is switched on and has a carrier
 * @param mac its hardware address; empty if it has none, as a tunnel
 */
public record Interface(int index, String name, boolean isUp, byte[] mac, List<Address> addresses) {
  public Interface {
    addresses = List.copyOf(addresses);
  }

  /**
   * An address of an interface.
   *
   * @param isTentative whether it may not be used yet (RFC 4862), or not at all
   * @param isSecondary whether it is in the network of an earlier one
   */
  public record Address(
      InetAddress address, int prefix, boolean isTentative, boolean isSecondary) {}

  /** Whether frames can be sent that say whose they are. */
  public boolean hasMac() {
    return mac.length == Announcement.MAC;
  }

  /**
   * Where adverts come from: the primary IPv4 address, or the link-local IPv6 address (RFC 9568
   * 5.1.1.1, 5.1.2.1), but never a virtual one.
   */
  public Optional<InetAddress> source(Family family, List<InetAddress> virtual) {
    return addresses.stream()
        .filter(one -> Family.of(one.address()) == family)
        .filter(one -> !one.isTentative() && !virtual.contains(one.address()))
        .filter(
            one -> family == Family.IPV4 ? !one.isSecondary() : one.address().isLinkLocalAddress())
        .map(Address::address)
        .findFirst();
  }

  /** Only where it is and what it is called: what an address is put on. */
  public Interface place() {
    return new Interface(index, name, true, mac, List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Interface(var i, var n, var up, var m, var all)
        && i == index
        && n.equals(name)
        && up == isUp
        && Arrays.equals(m, mac)
        && all.equals(addresses);
  }

  @Override
  public int hashCode() {
    return 31 * index + name.hashCode();
  }
}
