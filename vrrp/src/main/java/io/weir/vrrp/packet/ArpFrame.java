package io.weir.vrrp.packet;

import java.nio.ByteBuffer;
import java.util.Optional;

/** ARP frames of any kind (RFC 826), as far as they say where an IPv4 address is. */
public final class ArpFrame {
  private static final int LENGTH = 42;
  private static final int ETHER_TYPE = 12;
  private static final int HARDWARE = 14;
  private static final int SENDER_MAC = 22;
  private static final int SENDER_ADDRESS = 28;

  /** Hardware type Ethernet, protocol IPv4, and their lengths. */
  private static final long ETHERNET_AND_IPV4 = 0x0001_0800_0604L;

  private ArpFrame() {}

  /**
   * Reads a frame from the buffer's start to its limit; empty if it is none, or says nothing, as
   * probes do, which come from nobody's address (RFC 5227 2.1.1).
   */
  public static Optional<AddressClaim> read(ByteBuffer frame) {
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
    return isProbe ? Optional.empty() : Optional.of(new AddressClaim(mac, Family.address(address)));
  }
}
