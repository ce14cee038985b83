package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who says that an IPv4 address is at its hardware address, by an ARP frame of any kind (RFC 826).
 *
 * @param mac six octets
 * @param address never that of nobody, which probes have (RFC 5227 2.1.1)
 */
public record ArpFrame(byte[] mac, InetAddress address) {
  private static final int LENGTH = 42;
  private static final int ETHER_TYPE = 12;
  private static final int HARDWARE = 14;
  private static final int SENDER_MAC = 22;
  private static final int SENDER_ADDRESS = 28;

  /** Hardware type Ethernet, protocol IPv4, and their lengths. */
  private static final long ETHERNET_AND_IPV4 = 0x0001_0800_0604L;

  /** Reads a frame from the buffer's start to its limit; empty if it is none, or says nothing. */
  public static Optional<ArpFrame> read(ByteBuffer frame) {
    if (frame.limit() < LENGTH
        || (frame.getShort(ETHER_TYPE) & 0xffff) != Announcement.ARP
        || frame.getLong(HARDWARE) >>> 16 != ETHERNET_AND_IPV4) {
      return Optional.empty();
    }
    byte[] mac = new byte[Announcement.MAC];
    frame.get(SENDER_MAC, mac);
    byte[] address = new byte[4];
    frame.get(SENDER_ADDRESS, address);
    boolean isProbe = ByteBuffer.wrap(address).getInt() == 0;
    return isProbe ? Optional.empty() : Optional.of(new ArpFrame(mac, Family.address(address)));
  }

  /** A hardware address for people. */
  public static String text(byte[] mac) {
    return HexFormat.ofDelimiter(":").formatHex(mac);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArpFrame(var bytes, var said)
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
