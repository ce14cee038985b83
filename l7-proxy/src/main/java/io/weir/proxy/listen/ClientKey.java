package io.weir.proxy.listen;

import java.nio.ByteBuffer;

/** Whom connections are counted for: an IPv4 address, or the /64 of an IPv6 one. */
final class ClientKey {
  /** An IPv4 address stands below a prefix that no IPv6 sender has: ff00::/8 is multicast. */
  private static final long IPV4 = 0xffff_ffff_0000_0000L;

  private ClientKey() {}

  /**
   * The key.
   *
   * @param address 4 or 16 octets
   */
  static long of(byte[] address) {
    var octets = ByteBuffer.wrap(address);
    // RFC 6177: a site has a /64 at least, so whoever has one address of it has all.
    return address.length == 4 ? IPV4 | octets.getInt() & 0xffff_ffffL : octets.getLong();
  }
}
