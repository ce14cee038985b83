package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IPv6 packets as sockets of IPPROTO_RAW send them: with their header (RFC 8200 3). */
public final class Ipv6Packet {
  private static final int HEADER = 40;

  /** Version 6, traffic class CS6 as in IPv4, flow label 0. */
  private static final int FIRST_WORD = 0x6c000000;

  private Ipv6Packet() {}

  /** An advert's packet, with hop limit 255. */
  public static byte[] write(InetAddress source, InetAddress destination, byte[] payload) {
    return write(source, destination, Family.PROTOCOL, payload);
  }

  static byte[] write(InetAddress source, InetAddress destination, int protocol, byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .putInt(FIRST_WORD)
        .putShort((short) payload.length)
        .put((byte) protocol)
        .put((byte) Family.HOP_LIMIT)
        .put(source.getAddress())
        .put(destination.getAddress())
        .put(payload)
        .array();
  }
}
