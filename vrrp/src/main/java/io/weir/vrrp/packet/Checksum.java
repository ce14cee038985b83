package io.weir.vrrp.packet;

import java.net.InetAddress;

/** The Internet checksum (RFC 1071). */
public final class Checksum {
  private Checksum() {}

  /** Of a message with nothing in front; 0 if the message holds its own right checksum. */
  public static int of(byte[] message, int offset, int length) {
    return fold(sum(message, offset, length));
  }

  /**
   * Of a message behind a pseudo-header: {@code source, destination, 0, protocol, length} for IPv4
   * (RFC 9293 3.1 has the form), that of RFC 8200 8.1 for IPv6. The sums are the same.
   */
  static int withPseudoHeader(
      byte[] message, int length, InetAddress source, InetAddress destination, int protocol) {
    byte[] from = source.getAddress();
    byte[] to = destination.getAddress();
    long sum = sum(from, 0, from.length) + sum(to, 0, to.length) + protocol + length;
    return fold(sum + sum(message, 0, length));
  }

  /** Of an ICMPv6 message, protocol 58 (RFC 4443 2.3). */
  public static int icmp6(byte[] message, InetAddress source, InetAddress destination) {
    return withPseudoHeader(message, message.length, source, destination, 58);
  }

  private static long sum(byte[] octets, int offset, int length) {
    long sum = 0;
    int end = offset + length;
    int i = offset;
    for (; i + 1 < end; i += 2) {
      sum += (octets[i] & 0xff) << 8 | octets[i + 1] & 0xff;
    }
    return i < end ? sum + ((octets[i] & 0xff) << 8) : sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) (~folded & 0xffff);
  }
}
