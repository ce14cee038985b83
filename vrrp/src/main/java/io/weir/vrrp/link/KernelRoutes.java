package io.weir.vrrp.link;

import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.KernelRoute.Network;
import io.weir.vrrp.link.KernelRoute.Route;
import io.weir.vrrp.link.KernelRoute.Rule;
import io.weir.vrrp.packet.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * Adds routes and rules, and takes them away (rtnetlink(7)). Waits for the kernel; one thread.
 * Needs CAP_NET_ADMIN.
 */
public final class KernelRoutes implements AutoCloseable {
  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_TABLE = 15;
  private static final int RT_SCOPE_UNIVERSE = 0;
  private static final int RT_SCOPE_LINK = 253;
  private static final int RT_SCOPE_NOWHERE = 255;

  private static final int FRA_DST = 1;
  private static final int FRA_SRC = 2;
  private static final int FRA_IIFNAME = 3;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_TABLE = 15;
  private static final int FRA_OIFNAME = 17;
  private static final int FRA_PROTOCOL = 21;
  private static final int FIXED = 12;
  private static final int IFLA_IFNAME = 3;

  /** Of what is not there: a route, a rule, an interface, an address of the route. */
  private static final Set<Errno> MISSING =
      Set.of(Errno.ESRCH, Errno.ENOENT, Errno.ENODEV, Errno.EADDRNOTAVAIL);

  private static final byte[] NOTHING = new byte[0];

  private final RouteSocket socket;

  public KernelRoutes() throws SystemCallException {
    socket = new RouteSocket();
  }

  /**
   * Adds one.
   *
   * @return whether it is new; one that says the same, whoever added it, stays as it is
   * @throws SystemCallException if the kernel refuses
   */
  public boolean add(KernelRoute one) throws SystemCallException {
    try {
      call(one, true);
      return true;
    } catch (SystemCallException e) {
      if (e.errno().equals(Errno.EEXIST)) {
        return false;
      }
      throw e;
    }
  }

  /** Takes one of this process away, or of an earlier one; one that is not there is fine. */
  public void remove(KernelRoute one) throws SystemCallException {
    try {
      call(one, false);
    } catch (SystemCallException e) {
      if (!MISSING.contains(e.errno())) {
        throw e;
      }
    }
  }

  private void call(KernelRoute one, boolean isNew) throws SystemCallException {
    var what = (isNew ? "adding " : "removing ") + one.text();
    int flags = isNew ? NetlinkMessage.CREATE : 0;
    switch (one) {
      case Route route ->
          socket.call(
              isNew ? NetlinkMessage.NEW_ROUTE : NetlinkMessage.DELETE_ROUTE,
              flags,
              payload(route, isNew),
              what);
      case Rule rule ->
          socket.call(
              isNew ? NetlinkMessage.NEW_RULE : NetlinkMessage.DELETE_RULE,
              flags,
              payload(rule),
              what);
    }
  }

  private byte[] payload(Route route, boolean isNew) throws SystemCallException {
    boolean isDirect = route.fate() == KernelRoute.Fate.UNICAST && route.via().isEmpty();
    int scope = isDirect ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    byte[] fixed =
        ByteBuffer.allocate(FIXED)
            .order(ByteOrder.nativeOrder())
            .put(number(route.family()))
            .put((byte) route.to().prefix())
            .putShort((short) 0)
            .put((byte) 0)
            .put((byte) KernelRoute.PROTOCOL)
            .put((byte) (isNew ? scope : RT_SCOPE_NOWHERE))
            .put((byte) route.fate().type())
            .array();
    byte[] on = NOTHING;
    if (route.on().isPresent()) {
      on = NetlinkMessage.attribute(RTA_OIF, index(route.on().get()));
    }
    return NetlinkMessage.joined(
        fixed,
        network(RTA_DST, route.to()),
        NetlinkMessage.attribute(RTA_TABLE, route.table()),
        on,
        route
            .via()
            .map(one -> NetlinkMessage.attribute(RTA_GATEWAY, one.getAddress()))
            .orElse(NOTHING),
        route
            .source()
            .map(one -> NetlinkMessage.attribute(RTA_PREFSRC, one.getAddress()))
            .orElse(NOTHING),
        number(RTA_PRIORITY, route.metric()));
  }

  private static byte[] payload(Rule rule) {
    byte[] fixed =
        ByteBuffer.allocate(FIXED)
            .order(ByteOrder.nativeOrder())
            .put(number(rule.family()))
            .put((byte) rule.to().prefix())
            .put((byte) rule.from().prefix())
            .putInt(0)
            .put((byte) rule.fate().action())
            .array();
    boolean hasTable = rule.fate() == KernelRoute.Fate.UNICAST;
    return NetlinkMessage.joined(
        fixed,
        network(FRA_DST, rule.to()),
        network(FRA_SRC, rule.from()),
        name(FRA_IIFNAME, rule.in()),
        name(FRA_OIFNAME, rule.out()),
        number(FRA_FWMARK, rule.mark()),
        NetlinkMessage.attribute(FRA_PRIORITY, rule.priority()),
        hasTable ? NetlinkMessage.attribute(FRA_TABLE, rule.table()) : NOTHING,
        NetlinkMessage.attribute(FRA_PROTOCOL, new byte[] {KernelRoute.PROTOCOL}));
  }

  private static byte number(Family family) {
    return (byte) (family == Family.IPV4 ? Sockets.AF_INET : Sockets.AF_INET6);
  }

  private static byte[] network(int type, Network network) {
    return network.prefix() == 0
        ? NOTHING
        : NetlinkMessage.attribute(type, network.address().getAddress());
  }

  private static byte[] name(int type, Optional<String> name) {
    return name.map(one -> NetlinkMessage.attribute(type, one)).orElse(NOTHING);
  }

  private static byte[] number(int type, int number) {
    return number == 0 ? NOTHING : NetlinkMessage.attribute(type, number);
  }

  /** Asked each time: an interface that is made anew has another one. */
  private int index(String name) throws SystemCallException {
    return socket
        .call(
            NetlinkMessage.GET_LINK,
            0,
            NetlinkMessage.joined(new byte[16], NetlinkMessage.attribute(IFLA_IFNAME, name)),
            "looking for interface " + name)
        .stream()
        .filter(message -> message.type() == NetlinkMessage.NEW_LINK)
        .findFirst()
        .map(message -> message.payload().getInt(4))
        .orElseThrow(() -> new SystemCallException("looking for interface " + name, Errno.ENODEV));
  }

  @Override
  public void close() {
    socket.close();
  }
}
