package io.weir.vrrp.packet;

import java.net.InetAddress;

/**
 * A message and what the IP header says of it.
 *
 * @param hopLimit the TTL of IPv4
 * @param payload what follows the IP header
 */
public record Datagram(InetAddress source, InetAddress destination, int hopLimit, byte[] payload) {}
