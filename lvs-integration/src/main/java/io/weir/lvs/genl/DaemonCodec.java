package io.weir.lvs.genl;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.Attributes;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.SyncDaemon.Role;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** Daemons of synchronisation as attributes (IPVS_DAEMON_ATTR_*). Pure. */
final class DaemonCodec {
  private static final int STATE = 1;
  private static final int DEVICE = 2;
  private static final int SYNC_ID = 3;
  private static final int MAX_LENGTH = 4;
  private static final int GROUP = 5;
  private static final int GROUP6 = 6;
  private static final int PORT = 7;
  private static final int TTL = 8;
  private static final int LONGEST_NAME = 15;

  private DaemonCodec() {}

  static void writeRole(AttributeWriter out, Role role) {
    out.u32(STATE, role.number());
  }

  static void write(AttributeWriter out, SyncDaemon daemon) {
    writeRole(out, daemon.role());
    out.text(DEVICE, daemon.device()).u32(SYNC_ID, daemon.id());
    if (daemon.maxLength() > 0) {
      out.u16(MAX_LENGTH, daemon.maxLength());
    }
    daemon.group().ifPresent(group -> out.octets(type(group), group.getAddress()));
    if (daemon.port() > 0) {
      out.u16(PORT, daemon.port());
    }
    if (daemon.ttl() > 0) {
      out.u8(TTL, daemon.ttl());
    }
  }

  private static int type(InetAddress group) {
    return switch (Family.of(group)) {
      case IPV4 -> GROUP;
      case IPV6 -> GROUP6;
    };
  }

  static SyncDaemon read(Attributes in) throws NetlinkException {
    int state = in.u32(STATE).orElse(0);
    var role =
        Arrays.stream(Role.values())
            .filter(it -> it.number() == state)
            .findFirst()
            .orElseThrow(() -> NetlinkException.malformed("a daemon of state " + state));
    var device =
        in.text(DEVICE)
            .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME)
            .orElseThrow(() -> NetlinkException.malformed("a daemon without a device"));
    return new SyncDaemon(
        role,
        device,
        Math.clamp(in.u32(SYNC_ID).orElse(0), 0, 255),
        group(in),
        in.u16(PORT).orElse(0),
        in.u8(TTL).orElse(0),
        in.u16(MAX_LENGTH).orElse(0));
  }

  private static Optional<InetAddress> group(Attributes in) throws NetlinkException {
    var group = in.octets(GROUP);
    if (group.isPresent()) {
      return Optional.of(ServiceCodec.address(group.get(), Family.IPV4));
    }
    var group6 = in.octets(GROUP6);
    return group6.isPresent()
        ? Optional.of(AddressText.address(checked(group6.get())))
        : Optional.empty();
  }

  private static byte[] checked(byte[] octets) throws NetlinkException {
    if (octets.length != 16) {
      throw NetlinkException.malformed("a group of " + octets.length + " octets");
    }
    return octets;
  }
}
