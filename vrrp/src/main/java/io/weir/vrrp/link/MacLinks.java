package io.weir.vrrp.link;

import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.AddressClaim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Interfaces that have a virtual router's hardware address: macvlans on the router's interface.
 * They are there as long as the router is configured, and up only while it is active: a Backup
 * takes no frame that is sent to that address (RFC 9568 6.4.2), and its adverts and those of
 * others, which come from the same address, go by the interface below. In the mode "bridge" that
 * one still hears all, whoever else has a macvlan on it; in "private", keepalived's, the kernel
 * keeps from it what comes from the address of a macvlan that is up.
 *
 * <p>Each says in its alias what the ARP settings of the interface below were, so that who finds it
 * there after a crash can set them back as well. Waits for the kernel; one thread. Needs
 * CAP_NET_ADMIN.
 */
public final class MacLinks implements AutoCloseable {
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_IFALIAS = 20;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_MACVLAN_MODE = 1;
  private static final int MODE_BRIDGE = 4;
  private static final int FIXED = 16;
  private static final int IFF_UP = 1;
  private static final String KIND = "macvlan";
  private static final String OURS = "weir:";

  private final RouteSocket socket;
  private final ArpSettings settings;
  private final Map<String, Link> links = new HashMap<>();

  /** What the interfaces below were set to, for as long as one of these links is on them. */
  private final Map<String, ArpSettings.Before> before = new HashMap<>();

  private record Link(String name, Interface below, byte[] mac, int index) {}

  /** What the kernel says of an interface. */
  private record Found(int index, int below, byte[] mac, boolean isBridged, String alias) {}

  public MacLinks() throws SystemCallException {
    socket = new RouteSocket();
    settings = new ArpSettings(Path.of("/proc/sys/net"));
  }

  /**
   * Has a link be there, down if it is new. One of an earlier run is taken over as it is.
   *
   * @param below what it is on
   * @param mac its hardware address
   * @return its index
   * @throws IOException if there is another interface of that name, or the kernel refuses
   */
  public int ensure(String name, Interface below, byte[] mac) throws IOException {
    var found = find(name);
    if (found.isPresent() && !isSame(found.get(), below, mac)) {
      if (!found.get().alias().startsWith(OURS)) {
        throw new SystemCallException(
            "interface %s, which is none of this router's, is in the way of its address %s"
                .formatted(name, AddressClaim.text(mac)),
            Errno.EEXIST);
      }
      delete(name, found.get().index());
      found = Optional.empty();
    }
    if (found.isEmpty()) {
      create(name, below, mac);
    }
    var there = find(name);
    if (there.isEmpty()) {
      throw new SystemCallException("adding interface " + name, Errno.ENODEV);
    }
    int index = there.get().index();
    links.put(name, new Link(name, below, mac, index));
    set(name, below, there.get());
    return index;
  }

  private static boolean isSame(Found found, Interface below, byte[] mac) {
    return found.isBridged() && found.below() == below.index() && Arrays.equals(found.mac(), mac);
  }

  /** The settings of both; what they were is noted before it is changed. */
  private void set(String name, Interface below, Found found) throws IOException {
    var was = before.get(below.name());
    if (was == null) {
      was =
          found.alias().startsWith(OURS)
              ? ArpSettings.Before.parse(found.alias())
              : settings.read(below.name());
      before.put(below.name(), was);
    }
    var alias = "%s %s had %s".formatted(OURS, below.name(), was);
    if (!alias.equals(found.alias())) {
      change(
          found.index(),
          0,
          NetlinkMessage.attribute(IFLA_IFALIAS, alias.getBytes(StandardCharsets.UTF_8)),
          "naming interface " + name);
    }
    settings.prepare(name);
    settings.hold(below.name());
  }

  /** It takes frames from now on. */
  public void up(int index) throws SystemCallException {
    change(index, IFF_UP, new byte[0], "setting interface " + index + " up");
  }

  /** It takes no frames any more; one that has gone is fine. */
  public void down(int index) throws SystemCallException {
    try {
      call(NetlinkMessage.NEW_LINK, 0, fixed(index, 0, IFF_UP), "setting interface down");
    } catch (SystemCallException e) {
      if (!e.errno().equals(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  /** Takes a link away, and with the last one on an interface that one's settings. */
  public void remove(String name) throws IOException {
    var link = links.remove(name);
    if (link == null) {
      return;
    }
    delete(name, link.index());
    var below = link.below().name();
    if (links.values().stream().noneMatch(one -> one.below().name().equals(below))) {
      var was = before.remove(below);
      if (was != null) {
        settings.restore(below, was);
      }
    }
  }

  private void delete(String name, int index) throws SystemCallException {
    try {
      call(NetlinkMessage.DELETE_LINK, 0, fixed(index, 0, 0), "removing interface " + name);
    } catch (SystemCallException e) {
      if (!e.errno().equals(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  private void create(String name, Interface below, byte[] mac) throws SystemCallException {
    byte[] mode = NetlinkMessage.attribute(IFLA_MACVLAN_MODE, MODE_BRIDGE);
    byte[] info =
        NetlinkMessage.joined(
            NetlinkMessage.attribute(IFLA_INFO_KIND, KIND),
            NetlinkMessage.attribute(IFLA_INFO_DATA, mode));
    call(
        NetlinkMessage.NEW_LINK,
        NetlinkMessage.CREATE,
        NetlinkMessage.joined(
            fixed(0, 0, 0),
            NetlinkMessage.attribute(IFLA_IFNAME, name),
            NetlinkMessage.attribute(IFLA_ADDRESS, mac),
            NetlinkMessage.attribute(IFLA_LINK, below.index()),
            NetlinkMessage.attribute(IFLA_LINKINFO, info)),
        "adding interface " + name + " (a macvlan on " + below.name() + ")");
  }

  private Optional<Found> find(String name) throws SystemCallException {
    try {
      return socket
          .call(
              NetlinkMessage.GET_LINK,
              0,
              NetlinkMessage.joined(fixed(0, 0, 0), NetlinkMessage.attribute(IFLA_IFNAME, name)),
              "looking for interface " + name)
          .stream()
          .filter(message -> message.type() == NetlinkMessage.NEW_LINK)
          .findFirst()
          .map(MacLinks::found);
    } catch (SystemCallException e) {
      if (e.errno().equals(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Found found(NetlinkMessage message) {
    var attributes = message.attributes(FIXED);
    var below = attributes.get(IFLA_LINK);
    var mac = attributes.get(IFLA_ADDRESS);
    var info = attributes.get(IFLA_LINKINFO);
    var alias = attributes.get(IFLA_IFALIAS);
    return new Found(
        message.payload().getInt(4),
        below == null ? 0 : below.getInt(0),
        mac == null ? new byte[0] : octets(mac),
        info != null && isBridged(NetlinkMessage.attributes(info, 0)),
        alias == null ? "" : text(alias));
  }

  private static boolean isBridged(Map<Integer, ByteBuffer> info) {
    var kind = info.get(IFLA_INFO_KIND);
    var data = info.get(IFLA_INFO_DATA);
    if (kind == null || data == null || !text(kind).equals(KIND)) {
      return false;
    }
    var mode = NetlinkMessage.attributes(data, 0).get(IFLA_MACVLAN_MODE);
    return mode != null && mode.getInt(0) == MODE_BRIDGE;
  }

  private static String text(ByteBuffer value) {
    return new String(octets(value), StandardCharsets.UTF_8).replace("\0", "");
  }

  private static byte[] octets(ByteBuffer value) {
    var octets = new byte[value.limit()];
    value.get(0, octets);
    return octets;
  }

  private void change(int index, int flags, byte[] attributes, String what)
      throws SystemCallException {
    call(
        NetlinkMessage.NEW_LINK,
        0,
        NetlinkMessage.joined(fixed(index, flags, flags), attributes),
        what);
  }

  private List<NetlinkMessage> call(int type, int flags, byte[] payload, String what)
      throws SystemCallException {
    return socket.call(type, flags, payload, what);
  }

  /** struct ifinfomsg. */
  private static byte[] fixed(int index, int flags, int change) {
    return ByteBuffer.allocate(FIXED)
        .order(ByteOrder.nativeOrder())
        .put((byte) Sockets.AF_UNSPEC)
        .put((byte) 0)
        .putShort((short) 0)
        .putInt(index)
        .putInt(flags)
        .putInt(change)
        .array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
