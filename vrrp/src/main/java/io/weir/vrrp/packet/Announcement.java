package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ethernet frames that tell a network at which hardware address a virtual address is now. */
public final class Announcement {
  /** Of ARP. */
  public static final int ARP = 0x0806;

  /** Of IPv6. */
  public static final int IPV6 = 0x86dd;

  /** The octets of an Ethernet address. */
  public static final int MAC = 6;

  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
  private static final byte[] ALL_NODES_MAC = {0x33, 0x33, 0, 0, 0, 1};
  private static final InetAddress ALL_NODES =
      Family.address(new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  /** Where in a frame they begin; what is between them a probe does not know. */
  private static final int SENDER_ADDRESS = 28;

  private static final int TARGET_ADDRESS = 38;

  private static final int ICMP6 = 58;
  private static final int NEIGHBOR_SOLICITATION = 135;
  private static final int OVERRIDE = 0x20000000;
  private static final int ROUTER = 0x80000000;
  private static final int SOURCE_LINK_LAYER = 1;
  private static final int TARGET_LINK_LAYER = 2;

  private Announcement() {}

  /** The EtherType of an address's announcement. */
  public static int etherType(InetAddress address) {
    return Family.of(address) == Family.IPV4 ? ARP : IPV6;
  }

  /**
   * The frame: a gratuitous ARP request (RFC 5227 3, as keepalived sends it) or an unsolicited
   * neighbour advertisement with the override flag (RFC 4861 7.2.6).
   *
   * @param mac the hardware address of six octets
   * @param isRouter whether this machine forwards IPv6; neighbours drop it as a router otherwise
   */
  public static byte[] frame(InetAddress address, byte[] mac, boolean isRouter) {
    return switch (Family.of(address)) {
      case IPV4 -> arp(address, mac);
      case IPV6 -> neighbor(address, mac, isRouter);
    };
  }

  /**
   * A question that nobody answers but who has the IPv4 address as well (RFC 5227 2.1.1): it says
   * of nobody where they are.
   *
   * @param mac the own hardware address
   */
  public static byte[] probe(InetAddress address, byte[] mac) {
    byte[] frame = arp(address, mac);
    Arrays.fill(frame, SENDER_ADDRESS, TARGET_ADDRESS, (byte) 0);
    return frame;
  }

  /**
   * The same question for an IPv6 address, a neighbour solicitation (RFC 4861 4.3). It is asked
   * from an address of this machine, so that who answers tells nobody else: the answer to one from
   * nobody's address would go to all nodes, and be believed.
   *
   * @param mac the hardware address of the one who asks
   */
  public static byte[] solicitation(InetAddress address, InetAddress asker, byte[] mac) {
    byte[] octets = address.getAddress();
    byte[] group = {
      (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xff, octets[13], octets[14], octets[15]
    };
    var to = Family.address(group);
    var message =
        ByteBuffer.allocate(32)
            .put((byte) NEIGHBOR_SOLICITATION)
            .put((byte) 0)
            .putShort((short) 0)
            .putInt(0)
            .put(octets)
            .put((byte) SOURCE_LINK_LAYER)
            .put((byte) 1)
            .put(mac);
    message.putShort(2, (short) Checksum.icmp6(message.array(), asker, to));
    byte[] toMac = {0x33, 0x33, (byte) 0xff, octets[13], octets[14], octets[15]};
    return ipv6Frame(toMac, mac, Ipv6Packet.write(asker, to, ICMP6, message.array()));
  }

  private static byte[] arp(InetAddress address, byte[] mac) {
    return ByteBuffer.allocate(42)
        .put(BROADCAST)
        .put(mac)
        .putShort((short) ARP)
        .putShort((short) 1)
        .putShort((short) 0x0800)
        .put((byte) MAC)
        .put((byte) 4)
        .putShort((short) 1)
        .put(mac)
        .put(address.getAddress())
        .put(BROADCAST)
        .put(address.getAddress())
        .array();
  }

  private static byte[] neighbor(InetAddress address, byte[] mac, boolean isRouter) {
    var message =
        ByteBuffer.allocate(32)
            .put((byte) NeighborAdvertisement.TYPE)
            .put((byte) 0)
            .putShort((short) 0)
            .putInt(OVERRIDE | (isRouter ? ROUTER : 0))
            .put(address.getAddress())
            .put((byte) TARGET_LINK_LAYER)
            .put((byte) 1)
            .put(mac);
    message.putShort(2, (short) Checksum.icmp6(message.array(), address, ALL_NODES));
    byte[] packet = Ipv6Packet.write(address, ALL_NODES, ICMP6, message.array());
    return ipv6Frame(ALL_NODES_MAC, mac, packet);
  }

  private static byte[] ipv6Frame(byte[] to, byte[] mac, byte[] packet) {
    return ByteBuffer.allocate(14 + packet.length)
        .put(to)
        .put(mac)
        .putShort((short) IPV6)
        .put(packet)
        .array();
  }
}
