package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * IPv4 packets as raw sockets give and take them: the header is part of the data (raw(7)). Version
 * 6 has no such form, its header stays in the kernel.
 */
public final class Ipv4Packet {
  private static final int HEADER = 20;

  /** Internetwork control (RFC 791, DSCP CS6), as keepalived sends. */
  private static final int TRAFFIC_CLASS = 0xc0;

  private Ipv4Packet() {}

  /** The packet, unless the octets are no whole IPv4 packet that carries VRRP. */
  public static Optional<Datagram> read(byte[] octets, int length) {
    if (length < HEADER || octets[0] >>> 4 != 4) {
      return Optional.empty();
    }
    int header = (octets[0] & 0xf) * 4;
    int total = ByteBuffer.wrap(octets).getShort(2) & 0xffff;
    if (header < HEADER || total < header || total > length || octets[9] != Family.PROTOCOL) {
      return Optional.empty();
    }
    return Optional.of(
        new Datagram(
            Family.address(Arrays.copyOfRange(octets, 12, 16)),
            Family.address(Arrays.copyOfRange(octets, 16, 20)),
            octets[8] & 0xff,
            Arrays.copyOfRange(octets, header, total)));
  }

  /**
   * An advert's packet, with hop limit 255. The kernel fills in the identification, which is 0
   * here, and the header's checksum (IP_HDRINCL in raw(7)).
   */
  public static byte[] write(InetAddress source, InetAddress destination, byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .put((byte) 0x45)
        .put((byte) TRAFFIC_CLASS)
        .putShort((short) (HEADER + payload.length))
        .putInt(0)
        .put((byte) Family.HOP_LIMIT)
        .put((byte) Family.PROTOCOL)
        .putShort((short) 0)
        .put(source.getAddress())
        .put(destination.getAddress())
        .put(payload)
        .array();
  }
}
