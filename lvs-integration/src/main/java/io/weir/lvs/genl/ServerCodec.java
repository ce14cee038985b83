package io.weir.lvs.genl;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.Attributes;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.TableState.ServerState;
import java.util.Optional;

/** Real servers as attributes (IPVS_DEST_ATTR_*). Pure. */
final class ServerCodec {
  private static final int ADDRESS = 1;
  private static final int PORT = 2;
  private static final int FORWARDING = 3;
  private static final int WEIGHT = 4;
  private static final int UPPER = 5;
  private static final int LOWER = 6;
  private static final int ACTIVE = 7;
  private static final int INACTIVE = 8;
  private static final int PERSISTENT = 9;
  private static final int STATS = 10;
  private static final int ADDRESS_FAMILY = 11;
  private static final int STATS64 = 12;
  private static final int TUNNEL_TYPE = 13;
  private static final int TUNNEL_PORT = 14;
  private static final int TUNNEL_FLAGS = 15;

  /** IP_VS_CONN_F_FWD_MASK. */
  private static final int METHOD_MASK = 0x7;

  private static final int MASQUERADE = 0;
  private static final int LOCAL = 1;
  private static final int TUNNEL = 2;
  private static final int DIRECT = 3;
  private static final int BYPASS = 4;

  private static final int IPIP = 0;
  private static final int GUE = 1;
  private static final int GRE = 2;

  private ServerCodec() {}

  /** What tells the server from others of its service; enough to delete it. */
  static void writeKey(AttributeWriter out, ServerKey key) {
    out.u16(ADDRESS_FAMILY, ServiceCodec.number(Family.of(key.address())))
        .octets(ADDRESS, ServiceCodec.padded(key.address()))
        .be16(PORT, key.port());
  }

  /** Everything: the kernel takes what is left out as 0, not as it was. */
  static void write(AttributeWriter out, RealServer server) {
    writeKey(out, server.key());
    out.u32(FORWARDING, method(server.forwarding())).u32(WEIGHT, server.weight());
    var wrap =
        server.forwarding() instanceof Forwarding.Tunnel(var tunnel) ? tunnel : new Wrap.Ipip();
    switch (wrap) {
      case Wrap.Ipip() -> writeTunnel(out, IPIP, 0, Checksum.NONE);
      case Wrap.Gue(var port, var checksum) -> writeTunnel(out, GUE, port, checksum);
      case Wrap.Gre(var checksum) -> writeTunnel(out, GRE, 0, checksum);
    }
    out.u32(UPPER, (int) server.upper()).u32(LOWER, (int) server.lower());
  }

  private static void writeTunnel(AttributeWriter out, int type, int port, Checksum checksum) {
    out.u8(TUNNEL_TYPE, type).be16(TUNNEL_PORT, port).u16(TUNNEL_FLAGS, checksum.bits());
  }

  private static int method(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> MASQUERADE;
      case Forwarding.Local _ -> LOCAL;
      case Forwarding.Tunnel _ -> TUNNEL;
      case Forwarding.Direct _ -> DIRECT;
      case Forwarding.Bypass _ -> BYPASS;
    };
  }

  /**
   * What the attributes say.
   *
   * @param service family of the service, which old kernels leave to be guessed
   * @return empty if it is a server of a kind that Weir does not know
   */
  static Optional<ServerState> read(Attributes in, Family service) throws NetlinkException {
    var number = in.u16(ADDRESS_FAMILY);
    var family = number.isEmpty() ? Optional.of(service) : ServiceCodec.family(number.getAsInt());
    var forwarding = forwarding(in);
    if (family.isEmpty() || forwarding.isEmpty()) {
      return Optional.empty();
    }
    var address =
        in.octets(ADDRESS)
            .orElseThrow(() -> NetlinkException.malformed("a server without an address"));
    int port =
        in.be16(PORT).orElseThrow(() -> NetlinkException.malformed("a server without a port"));
    long upper = unsigned(in, UPPER);
    var server =
        new RealServer(
            new ServerKey(ServiceCodec.address(address, family.get()), port),
            forwarding.get(),
            Math.max(0, in.u32(WEIGHT).orElse(0)),
            upper,
            Math.min(upper, unsigned(in, LOWER)));
    return Optional.of(
        new ServerState(
            server,
            unsigned(in, ACTIVE),
            unsigned(in, INACTIVE),
            unsigned(in, PERSISTENT),
            StatsCodec.read(in, STATS64, STATS)));
  }

  private static Optional<Forwarding> forwarding(Attributes in) throws NetlinkException {
    int method =
        in.u32(FORWARDING)
                .orElseThrow(() -> NetlinkException.malformed("a server without a method"))
            & METHOD_MASK;
    return switch (method) {
      case MASQUERADE -> Optional.of(new Forwarding.Masquerade());
      case LOCAL -> Optional.of(new Forwarding.Local());
      case TUNNEL -> wrap(in).map(Forwarding.Tunnel::new);
      case DIRECT -> Optional.of(new Forwarding.Direct());
      case BYPASS -> Optional.of(new Forwarding.Bypass());
      default -> Optional.empty();
    };
  }

  private static Optional<Wrap> wrap(Attributes in) throws NetlinkException {
    var checksum = Checksum.of(in.u16(TUNNEL_FLAGS).orElse(0));
    return switch (in.u8(TUNNEL_TYPE).orElse(IPIP)) {
      case IPIP -> Optional.of(new Wrap.Ipip());
      case GUE -> Optional.of(new Wrap.Gue(Math.max(1, in.be16(TUNNEL_PORT).orElse(0)), checksum));
      case GRE -> Optional.of(new Wrap.Gre(checksum));
      default -> Optional.empty();
    };
  }

  private static long unsigned(Attributes in, int type) throws NetlinkException {
    return Integer.toUnsignedLong(in.u32(type).orElse(0));
  }
}
