package io.weir.vrrp.packet;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The address family of a virtual router; routers of both families under one VRID are strangers.
 */
public enum Family {
  IPV4(4, new byte[] {(byte) 224, 0, 0, 18}),
  IPV6(16, new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12});

  /** The IP protocol number of VRRP. */
  public static final int PROTOCOL = 112;

  /** The TTL or hop limit of every advert (RFC 9568 5.1.1.3): it has crossed no router. */
  public static final int HOP_LIMIT = 255;

  private final int addressLength;
  private final InetAddress group;

  Family(int addressLength, byte[] group) {
    this.addressLength = addressLength;
    this.group = address(group);
  }

  /** The family of an address. */
  public static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  /** The octets of one address. */
  public int addressLength() {
    return addressLength;
  }

  /** Where adverts go: 224.0.0.18 or ff02::12. */
  public InetAddress group() {
    return group;
  }

  /** No address: 0.0.0.0 or ::. */
  public InetAddress unspecified() {
    return address(new byte[addressLength]);
  }

  /**
   * An address of 4 or 16 octets, without a scope. Sixteen octets are IPv6 also when they are those
   * of an IPv4-mapped address, which Java would take for IPv4.
   */
  public static InetAddress address(byte[] octets) {
    try {
      return octets.length == 16
          ? Inet6Address.getByAddress(null, octets, -1)
          : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "found " + octets.length + " octets; expected 4 or 16 for an address", e);
    }
  }
}
