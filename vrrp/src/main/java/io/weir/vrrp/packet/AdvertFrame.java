package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An advert with its Ethernet header, for the group: so it comes from the virtual router's hardware
 * address (RFC 9568 7.2) though the interface has another one, and switches learn where that is.
 */
public final class AdvertFrame {
  private static final int IPV4 = 0x0800;
  private static final int HEADER = 14;
  private static final int IPV4_HEADER = 20;
  private static final int IPV4_CHECKSUM = 10;

  private AdvertFrame() {}

  /** The EtherType of a family's adverts. */
  public static int etherType(Family family) {
    return switch (family) {
      case IPV4 -> IPV4;
      case IPV6 -> Announcement.IPV6;
    };
  }

  /**
   * The frame.
   *
   * @param mac six octets
   * @param source of the family of the group
   */
  public static byte[] write(byte[] mac, Family family, InetAddress source, byte[] message) {
    var group = family.group();
    byte[] packet =
        switch (family) {
          case IPV4 -> ipv4(source, group, message);
          case IPV6 -> Ipv6Packet.write(source, group, message);
        };
    return ByteBuffer.allocate(HEADER + packet.length)
        .put(groupMac(family, group.getAddress()))
        .put(mac)
        .putShort((short) etherType(family))
        .put(packet)
        .array();
  }

  /** No kernel completes this header, unlike that of a raw socket's packet. */
  private static byte[] ipv4(InetAddress source, InetAddress group, byte[] message) {
    byte[] packet = Ipv4Packet.write(source, group, message);
    ByteBuffer.wrap(packet).putShort(IPV4_CHECKSUM, (short) Checksum.of(packet, 0, IPV4_HEADER));
    return packet;
  }

  /** RFC 1112 6.4: the low 23 bits of the group; RFC 2464 7: the low 32. */
  private static byte[] groupMac(Family family, byte[] group) {
    return switch (family) {
      case IPV4 -> new byte[] {1, 0, 0x5e, (byte) (group[1] & 0x7f), group[2], group[3]};
      case IPV6 -> new byte[] {0x33, 0x33, group[12], group[13], group[14], group[15]};
    };
  }
}
