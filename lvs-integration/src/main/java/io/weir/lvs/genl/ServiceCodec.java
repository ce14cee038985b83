package io.weir.lvs.genl;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.Attributes;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;

/** Virtual services as attributes (IPVS_SVC_ATTR_*). Pure. */
final class ServiceCodec {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final int ADDRESS_FAMILY = 1;
  private static final int PROTOCOL = 2;
  private static final int ADDRESS = 3;
  private static final int PORT = 4;
  private static final int FWMARK = 5;
  private static final int SCHEDULER = 6;
  private static final int FLAGS = 7;
  private static final int TIMEOUT = 8;
  private static final int NETMASK = 9;
  private static final int STATS = 10;
  private static final int ENGINE = 11;
  private static final int STATS64 = 12;

  private static final int PERSISTENT = 0x1;
  private static final int ADDRESS_LENGTH = 16;

  private ServiceCodec() {}

  /** A service as it was read. */
  record Read(VirtualService service, Counters counters) {}

  /** What tells the service from others; enough to ask for it or to delete it. */
  static void writeKey(AttributeWriter out, ServiceKey key) {
    out.u16(ADDRESS_FAMILY, number(key.family()));
    switch (key) {
      case ServiceKey.Place(var protocol, var address, var port) ->
          out.u16(PROTOCOL, protocol.number()).octets(ADDRESS, padded(address)).be16(PORT, port);
      case ServiceKey.Mark(_, var mark) -> out.u32(FWMARK, mark);
    }
  }

  /** Everything that the kernel wants to know of a service. */
  static void write(AttributeWriter out, VirtualService service) {
    writeKey(out, service.key());
    out.text(SCHEDULER, service.scheduler());
    service.engine().ifPresent(engine -> out.text(ENGINE, engine));
    out.octets(FLAGS, flags(service));
    var persistence = service.persistence();
    out.u32(TIMEOUT, persistence.map(it -> (int) it.timeout().toSeconds()).orElse(0));
    var family = service.key().family();
    out.octets(
        NETMASK, netmask(family, persistence.map(Persistence::prefix).orElse(family.bits())));
  }

  /** struct ip_vs_flags: all bits are set as they are here. */
  private static byte[] flags(VirtualService service) {
    int flags = service.persistence().isPresent() ? PERSISTENT : 0;
    for (var flag : service.flags()) {
      flags |= flag.bit();
    }
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(flags).putInt(-1).array();
  }

  /** A mask in network order for IPv4, the length of a prefix in the machine's order for IPv6. */
  private static byte[] netmask(Family family, int prefix) {
    var out = ByteBuffer.allocate(Integer.BYTES);
    return switch (family) {
      case IPV4 -> out.putInt((int) (0xffff_ffffL << (32 - prefix))).array();
      case IPV6 -> out.order(ByteOrder.nativeOrder()).putInt(prefix).array();
    };
  }

  /**
   * What the attributes say.
   *
   * @return empty if it is a service of a kind that Weir does not know, and so cannot be its own
   */
  static Optional<Read> read(Attributes in) throws NetlinkException {
    var key = readKey(in);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    int bits = readFlags(in);
    var flags = EnumSet.noneOf(Flag.class);
    for (var flag : Flag.values()) {
      if ((bits & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    var service =
        new VirtualService(
            key.get(),
            in.text(SCHEDULER)
                .filter(name -> !name.isEmpty() && name.length() < ADDRESS_LENGTH)
                .orElseThrow(() -> NetlinkException.malformed("a service without a scheduler")),
            flags,
            (bits & PERSISTENT) == 0 ? Optional.empty() : persistence(in, key.get().family()),
            in.text(ENGINE).filter(name -> !name.isEmpty()));
    return Optional.of(new Read(service, StatsCodec.read(in, STATS64, STATS)));
  }

  private static Optional<ServiceKey> readKey(Attributes in) throws NetlinkException {
    var family = family(required(in, ADDRESS_FAMILY));
    if (family.isEmpty()) {
      return Optional.empty();
    }
    var mark = in.u32(FWMARK);
    if (mark.isPresent() && mark.getAsInt() != 0) {
      return Optional.of(new ServiceKey.Mark(family.get(), mark.getAsInt()));
    }
    var protocol = Protocol.of(required(in, PROTOCOL));
    if (protocol.isEmpty()) {
      return Optional.empty();
    }
    int port =
        in.be16(PORT).orElseThrow(() -> NetlinkException.malformed("a service without a port"));
    var octets =
        in.octets(ADDRESS)
            .orElseThrow(() -> NetlinkException.malformed("a service without an address"));
    return Optional.of(new ServiceKey.Place(protocol.get(), address(octets, family.get()), port));
  }

  private static int required(Attributes in, int type) throws NetlinkException {
    return in.u16(type)
        .orElseThrow(() -> NetlinkException.malformed("a service without attribute " + type));
  }

  private static int readFlags(Attributes in) throws NetlinkException {
    var octets = in.octets(FLAGS).orElse(new byte[0]);
    if (octets.length < Integer.BYTES) {
      throw NetlinkException.malformed("a service without flags");
    }
    return ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).getInt(0);
  }

  /** Masks that are no prefix cannot be Weir's own; they are told by how many bits they have. */
  private static Optional<Persistence> persistence(Attributes in, Family family)
      throws NetlinkException {
    int seconds = in.u32(TIMEOUT).orElse(0);
    int mask = in.u32(NETMASK).orElse(-1);
    int prefix =
        switch (family) {
          case IPV4 -> Integer.bitCount(mask);
          case IPV6 -> mask;
        };
    return Optional.of(
        new Persistence(
            Duration.ofSeconds(Math.max(1, Integer.toUnsignedLong(seconds))),
            Math.clamp(prefix, 1, family.bits())));
  }

  static int number(Family family) {
    return switch (family) {
      case IPV4 -> AF_INET;
      case IPV6 -> AF_INET6;
    };
  }

  static Optional<Family> family(int number) {
    return switch (number) {
      case AF_INET -> Optional.of(Family.IPV4);
      case AF_INET6 -> Optional.of(Family.IPV6);
      default -> Optional.empty();
    };
  }

  /** union nf_inet_addr: an IPv4 address stands in the first four octets. */
  static byte[] padded(InetAddress address) {
    return Arrays.copyOf(address.getAddress(), ADDRESS_LENGTH);
  }

  static InetAddress address(byte[] octets, Family family) throws NetlinkException {
    int length = family.bits() / 8;
    if (octets.length < length) {
      throw NetlinkException.malformed("an address of " + octets.length + " octets");
    }
    return AddressText.address(Arrays.copyOf(octets, length));
  }
}
