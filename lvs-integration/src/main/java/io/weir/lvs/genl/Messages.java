package io.weir.lvs.genl;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.Attributes;
import io.weir.lvs.netlink.GenericFamily;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.IpvsInfo;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.Timeouts;
import io.weir.lvs.table.VirtualService;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Whole messages of the family: what Weir says, and how it reads what the kernel says. Pure. */
final class Messages {
  static final String FAMILY = "IPVS";
  static final int VERSION = 1;

  private static final int SERVICE = 1;
  private static final int DEST = 2;
  private static final int DAEMON = 3;
  private static final int TIMEOUT_TCP = 4;
  private static final int TIMEOUT_TCP_FIN = 5;
  private static final int TIMEOUT_UDP = 6;
  private static final int INFO_VERSION = 1;
  private static final int INFO_SIZE = 2;

  private Messages() {}

  static AttributeWriter about(AttributeWriter message, ServiceKey service) {
    return message.nest(SERVICE, out -> ServiceCodec.writeKey(out, service));
  }

  static AttributeWriter about(AttributeWriter message, ServiceKey service, ServerKey server) {
    return about(message, service).nest(DEST, out -> ServerCodec.writeKey(out, server));
  }

  static AttributeWriter service(AttributeWriter message, VirtualService service) {
    return message.nest(SERVICE, out -> ServiceCodec.write(out, service));
  }

  static AttributeWriter server(AttributeWriter message, ServiceKey service, RealServer server) {
    return about(message, service).nest(DEST, out -> ServerCodec.write(out, server));
  }

  static AttributeWriter daemon(AttributeWriter message, SyncDaemon daemon) {
    return message.nest(DAEMON, out -> DaemonCodec.write(out, daemon));
  }

  static AttributeWriter daemon(AttributeWriter message, SyncDaemon.Role role) {
    return message.nest(DAEMON, out -> DaemonCodec.writeRole(out, role));
  }

  /** The kernel leaves alone what is 0. */
  static AttributeWriter timeouts(AttributeWriter message, Timeouts timeouts) {
    return message
        .u32(TIMEOUT_TCP, seconds(timeouts.tcp()))
        .u32(TIMEOUT_TCP_FIN, seconds(timeouts.tcpFin()))
        .u32(TIMEOUT_UDP, seconds(timeouts.udp()));
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  static Optional<ServiceCodec.Read> service(ByteBuffer payload) throws NetlinkException {
    return ServiceCodec.read(nest(payload, SERVICE));
  }

  static Optional<ServerState> server(ByteBuffer payload, Family service) throws NetlinkException {
    return ServerCodec.read(nest(payload, DEST), service);
  }

  static SyncDaemon daemon(ByteBuffer payload) throws NetlinkException {
    return DaemonCodec.read(nest(payload, DAEMON));
  }

  static Timeouts timeouts(ByteBuffer payload) throws NetlinkException {
    var in = GenericFamily.attributes(payload);
    return new Timeouts(
        duration(in, TIMEOUT_TCP), duration(in, TIMEOUT_TCP_FIN), duration(in, TIMEOUT_UDP));
  }

  private static Duration duration(Attributes in, int type) throws NetlinkException {
    return Duration.ofSeconds(Integer.toUnsignedLong(in.u32(type).orElse(0)));
  }

  static IpvsInfo info(ByteBuffer payload) throws NetlinkException {
    var in = GenericFamily.attributes(payload);
    int version =
        in.u32(INFO_VERSION)
            .orElseThrow(() -> NetlinkException.malformed("an answer without a version"));
    var text = (version >> 16 & 255) + "." + (version >> 8 & 255) + "." + (version & 255);
    return new IpvsInfo(text, in.u32(INFO_SIZE).orElse(0));
  }

  private static Attributes nest(ByteBuffer payload, int type) throws NetlinkException {
    return GenericFamily.attributes(payload)
        .nest(type)
        .orElseThrow(() -> NetlinkException.malformed("a message without attribute " + type));
  }
}
