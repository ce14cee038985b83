package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Somebody says that an address is at a hardware address: by ARP, or by a neighbour advertisement.
 *
 * @param mac six octets
 */
public record AddressClaim(byte[] mac, InetAddress address) {
  /** A hardware address for people. */
  public static String text(byte[] mac) {
    return HexFormat.ofDelimiter(":").formatHex(mac);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressClaim(var bytes, var said)
        && Arrays.equals(bytes, mac)
        && said.equals(address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return address.getHostAddress() + " at " + text(mac);
  }
}
