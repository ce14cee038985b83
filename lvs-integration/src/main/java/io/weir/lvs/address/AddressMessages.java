package io.weir.lvs.address;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.Attributes;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Messages of rtnetlink(7) about single addresses (include/uapi/linux/if_addr.h): struct ifaddrmsg,
 * then attributes. Pure.
 */
final class AddressMessages {
  static final int NEW_ADDRESS = 20;
  static final int DELETE_ADDRESS = 21;
  static final int GET_ADDRESS = 22;

  /** NLM_F_REPLACE and NLM_F_CREATE: what is there is renewed. */
  static final int REPLACE_OR_CREATE = 0x500;

  private static final int FIXED = 8;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final int CACHE_INFO = 6;
  private static final int FLAGS = 8;
  private static final int NODAD = 0x02;
  private static final int PERMANENT = 0x80;

  private AddressMessages() {}

  /** Puts the address there, alone in its network, for so many seconds. */
  static ByteBuffer put(InetAddress address, int index, int seconds) {
    boolean isIpv6 = Family.of(address) == Family.IPV6;
    // An IPv6 address that is preferred for no time is no source of the machine's own connections.
    int preferred = isIpv6 ? 0 : seconds;
    var lifetimes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    lifetimes.putInt(preferred).putInt(seconds);
    return about(address, index)
        .u32(FLAGS, isIpv6 ? NODAD : 0)
        .octets(CACHE_INFO, lifetimes.array())
        .payload();
  }

  static ByteBuffer remove(InetAddress address, int index) {
    return about(address, index).payload();
  }

  /** Asks for all addresses there are. */
  static ByteBuffer question() {
    return new AttributeWriter().raw(new byte[FIXED]).payload();
  }

  private static AttributeWriter about(InetAddress address, int index) {
    var family = Family.of(address);
    var header = ByteBuffer.allocate(FIXED).order(ByteOrder.nativeOrder());
    header.put((byte) (family == Family.IPV4 ? AF_INET : AF_INET6)).put((byte) family.bits());
    header.putInt(4, index);
    return new AttributeWriter()
        .raw(header.array())
        .octets(LOCAL, address.getAddress())
        .octets(ADDRESS, address.getAddress());
  }

  /** What a message says; empty: it is of a family that has no such addresses. */
  static Optional<HeldAddress> read(ByteBuffer payload) throws NetlinkException {
    if (payload.remaining() < FIXED) {
      throw NetlinkException.malformed("an address of " + payload.remaining() + " octets");
    }
    var header = payload.slice().order(ByteOrder.nativeOrder());
    int family = header.get(0);
    if (family != AF_INET && family != AF_INET6) {
      return Optional.empty();
    }
    var attributes = Attributes.of(payload.slice(FIXED, payload.remaining() - FIXED));
    // Between two ends of a line ADDRESS is the other one.
    var local = attributes.octets(LOCAL);
    var octets =
        (local.isPresent() ? local : attributes.octets(ADDRESS))
            .orElseThrow(() -> NetlinkException.malformed("an address without octets"));
    if (octets.length != (family == AF_INET ? 4 : 16)) {
      throw NetlinkException.malformed("an address of " + octets.length + " octets");
    }
    int flags = attributes.u32(FLAGS).orElse(header.get(2) & 0xff);
    return Optional.of(
        new HeldAddress(
            AddressText.address(octets),
            header.get(1) & 0xff,
            header.getInt(4),
            (flags & PERMANENT) != 0));
  }
}
