package io.weir.vrrp.link;

import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rtnetlink(7) has told of interfaces and their addresses. */
final class InterfaceTable {
  private static final int LINK_FIXED = 16;
  private static final int ADDRESS_FIXED = 8;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_NAME = 3;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_FLAGS = 8;
  private static final int UP_AND_RUNNING = 0x1 | 0x40;
  private static final int SECONDARY = 0x01;
  private static final int UNUSABLE = 0x40 | 0x08;

  private final Map<Integer, Interface> byIndex = new HashMap<>();

  /** The interface of a name, if there is one now. */
  Optional<Interface> find(String name) {
    return byIndex.values().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** All that there are now. */
  List<Interface> all() {
    return List.copyOf(byIndex.values());
  }

  /** Takes one message in; whether something is another than before. */
  boolean apply(NetlinkMessage message) {
    return switch (message.type()) {
      case NetlinkMessage.NEW_LINK -> isWhole(message, LINK_FIXED) && addLink(message);
      case NetlinkMessage.DELETE_LINK ->
          isWhole(message, LINK_FIXED) && byIndex.remove(message.payload().getInt(4)) != null;
      case NetlinkMessage.NEW_ADDRESS ->
          isWhole(message, ADDRESS_FIXED) && changeAddress(message, true);
      case NetlinkMessage.DELETE_ADDRESS ->
          isWhole(message, ADDRESS_FIXED) && changeAddress(message, false);
      // The other messages of these groups say nothing that is of use here.
      default -> false;
    };
  }

  private static boolean isWhole(NetlinkMessage message, int fixed) {
    return message.payload().limit() >= fixed;
  }

  private boolean addLink(NetlinkMessage message) {
    int index = message.payload().getInt(4);
    boolean isUp = (message.payload().getInt(8) & UP_AND_RUNNING) == UP_AND_RUNNING;
    var attributes = message.attributes(LINK_FIXED);
    var name = attributes.get(IFLA_NAME);
    if (name == null) {
      return false;
    }
    var mac = Optional.ofNullable(attributes.get(IFLA_ADDRESS)).map(InterfaceTable::octets);
    var before = byIndex.get(index);
    var after =
        new Interface(
            index,
            text(name),
            isUp,
            mac.orElse(new byte[0]),
            before == null ? List.of() : before.addresses());
    byIndex.put(index, after);
    return !after.equals(before);
  }

  private boolean changeAddress(NetlinkMessage message, boolean isAdded) {
    var before = byIndex.get(message.payload().getInt(4));
    var attributes = message.attributes(ADDRESS_FIXED);
    // On a point-to-point interface IFA_ADDRESS is the other end; IFA_LOCAL is this one, if given.
    var octets = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
    if (before == null || octets == null) {
      return false;
    }
    int prefix = message.payload().get(1) & 0xff;
    var wide = attributes.get(IFA_FLAGS);
    int flags =
        wide != null && wide.limit() >= 4 ? wide.getInt(0) : message.payload().get(2) & 0xff;
    var address = address(octets);
    if (address.isEmpty()) {
      return false;
    }
    var told =
        new Interface.Address(
            address.get(), prefix, (flags & UNUSABLE) != 0, (flags & SECONDARY) != 0);
    var after =
        new Interface(
            before.index(),
            before.name(),
            before.isUp(),
            before.mac(),
            changed(before.addresses(), told, isAdded));
    byIndex.put(before.index(), after);
    return !after.equals(before);
  }

  /** In the order in which they came, however often they are renewed. */
  private static List<Interface.Address> changed(
      List<Interface.Address> before, Interface.Address told, boolean isAdded) {
    var addresses = new ArrayList<Interface.Address>();
    boolean isPlaced = !isAdded;
    for (var one : before) {
      if (!one.address().equals(told.address()) || one.prefix() != told.prefix()) {
        addresses.add(one);
      } else if (!isPlaced) {
        addresses.add(told);
        isPlaced = true;
      }
    }
    if (!isPlaced) {
      addresses.add(told);
    }
    return addresses;
  }

  private static Optional<InetAddress> address(ByteBuffer octets) {
    boolean isAddress = octets.limit() == 4 || octets.limit() == 16;
    return isAddress ? Optional.of(Family.address(octets(octets))) : Optional.empty();
  }

  private static String text(ByteBuffer octets) {
    byte[] bytes = octets(octets);
    int end = bytes.length > 0 && bytes[bytes.length - 1] == 0 ? bytes.length - 1 : bytes.length;
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static byte[] octets(ByteBuffer buffer) {
    var octets = new byte[buffer.limit()];
    buffer.get(0, octets);
    return octets;
  }
}
