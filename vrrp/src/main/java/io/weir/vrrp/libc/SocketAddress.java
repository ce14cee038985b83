package io.weir.vrrp.libc;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An address as socket calls take it: struct sockaddr_in, _in6, _ll or _nl.
 *
 * @param octets in the order of the machine, addresses and ports in that of the network
 */
public record SocketAddress(byte[] octets) {
  private static final int IN = 16;
  private static final int IN6 = 28;
  private static final int LINK = 20;
  private static final int NETLINK = 12;

  /**
   * An Internet address with port 0. The scope is the index of the interface, for link-local ones.
   */
  public static SocketAddress internet(InetAddress address, int scope) {
    byte[] octets = address.getAddress();
    return octets.length == 4
        ? new SocketAddress(buffer(IN, Sockets.AF_INET).putShort((short) 0).put(octets).array())
        : new SocketAddress(
            buffer(IN6, Sockets.AF_INET6)
                .putShort((short) 0)
                .putInt(0)
                .put(octets)
                .putInt(scope)
                .array());
  }

  /** An interface, for frames that are whole. */
  public static SocketAddress link(int interfaceIndex, int etherType) {
    return new SocketAddress(
        buffer(LINK, Sockets.AF_PACKET)
            .putShort(Short.reverseBytes((short) etherType))
            .putInt(interfaceIndex)
            .array());
  }

  /** The kernel, and the groups of its messages (RTMGRP_ bits) that are listened to. */
  public static SocketAddress netlink(int groups) {
    return new SocketAddress(
        buffer(NETLINK, Sockets.AF_NETLINK).putShort((short) 0).putInt(0).putInt(groups).array());
  }

  private static ByteBuffer buffer(int size, int family) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putShort((short) family);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SocketAddress(var bytes) && Arrays.equals(bytes, octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return Arrays.toString(octets);
  }
}
