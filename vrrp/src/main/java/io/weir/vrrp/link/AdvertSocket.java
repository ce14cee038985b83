package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.MessageBuffer;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.AdvertFrame;
import io.weir.vrrp.packet.Datagram;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Ipv4Packet;
import io.weir.vrrp.packet.Ipv6Packet;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adverts of one family on one interface: a raw socket that takes those of everybody, to the group
 * or to this machine, and one that sends whole packets, so that source, hop limit and class are
 * those of RFC 9568 whatever the machine's settings are; and one that sends whole frames, for
 * routers that have a hardware address of their own.
 */
public final class AdvertSocket implements AutoCloseable {
  private static final int IPPROTO_RAW = 255;
  private static final int BUFFER = 4096;
  private static final int RECEIVE_BUFFER = 1 << 20;
  private static final int TC_PRIO_CONTROL = 7;
  private static final Set<Errno> UNREACHABLE =
      Set.of(Errno.ENETUNREACH, Errno.ENETDOWN, Errno.EINVAL);

  private final Family family;
  private final int interfaceIndex;
  private final Descriptor in;
  private final Descriptor out;
  private final Descriptor frames;
  private final ByteBuffer buffer4 = ByteBuffer.allocateDirect(BUFFER);
  private final MessageBuffer buffer6 = new MessageBuffer(BUFFER);

  private AdvertSocket(
      Family family, int interfaceIndex, Descriptor in, Descriptor out, Descriptor frames) {
    this.family = family;
    this.interfaceIndex = interfaceIndex;
    this.in = in;
    this.out = out;
    this.frames = frames;
  }

  /** Opens them; needs CAP_NET_RAW. */
  public static AdvertSocket open(Interface on, Family family) throws SystemCallException {
    var socket = open(family, on.index());
    try {
      socket.configure(on);
      return socket;
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }

  private static AdvertSocket open(Family family, int interfaceIndex) throws SystemCallException {
    int domain = family == Family.IPV4 ? Sockets.AF_INET : Sockets.AF_INET6;
    var open = new ArrayList<Descriptor>();
    try {
      open.add(Descriptor.socket(domain, Sockets.SOCK_RAW, Family.PROTOCOL));
      open.add(Descriptor.socket(domain, Sockets.SOCK_RAW, IPPROTO_RAW));
      // Protocol 0: nothing is received.
      open.add(Descriptor.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0));
      return new AdvertSocket(family, interfaceIndex, open.get(0), open.get(1), open.get(2));
    } catch (SystemCallException e) {
      open.forEach(Descriptor::close);
      throw e;
    }
  }

  /** Sends and receives once on a socket that nobody hears, so that the first real time is fast. */
  public static void rehearse() throws SystemCallException {
    var nowhere = new byte[] {127, 0, 0, 1};
    var address = Family.address(nowhere);
    try (var socket = open(Family.IPV4, 0)) {
      socket.in.option(Sockets.SOL_SOCKET, Sockets.SO_BINDTODEVICE, new byte[] {'l', 'o', 0});
      socket.drain(1, _ -> {});
      socket.send(address, address, new byte[0]);
    } catch (SystemCallException e) {
      // A namespace whose loopback interface is down has nowhere to rehearse; that is no reason not
      // to run.
      if (!UNREACHABLE.contains(e.errno())) {
        throw e;
      }
    }
  }

  private void configure(Interface on) throws SystemCallException {
    byte[] name = on.name().getBytes(StandardCharsets.UTF_8);
    in.option(Sockets.SOL_SOCKET, Sockets.SO_BINDTODEVICE, name);
    in.option(Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, RECEIVE_BUFFER);
    out.option(Sockets.SOL_SOCKET, Sockets.SO_BINDTODEVICE, name);
    // Before all else in the queue of the interface.
    out.option(Sockets.SOL_SOCKET, Sockets.SO_PRIORITY, TC_PRIO_CONTROL);
    frames.option(Sockets.SOL_SOCKET, Sockets.SO_PRIORITY, TC_PRIO_CONTROL);
    byte[] group = family.group().getAddress();
    switch (family) {
      case IPV4 -> {
        byte[] membership =
            ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .put(group)
                .putInt(0)
                .putInt(on.index())
                .array();
        in.option(Sockets.IPPROTO_IP, Sockets.IP_MULTICAST_ALL, 0);
        in.option(Sockets.IPPROTO_IP, Sockets.IP_ADD_MEMBERSHIP, membership);
        out.option(Sockets.IPPROTO_IP, Sockets.IP_MULTICAST_IF, membership);
        out.option(Sockets.IPPROTO_IP, Sockets.IP_MULTICAST_LOOP, 0);
      }
      case IPV6 -> {
        byte[] membership =
            ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .put(group)
                .putInt(on.index())
                .array();
        in.option(Sockets.IPPROTO_IPV6, Sockets.IPV6_ADD_MEMBERSHIP, membership);
        in.option(Sockets.IPPROTO_IPV6, Sockets.IPV6_RECVHOPLIMIT, 1);
        in.option(Sockets.IPPROTO_IPV6, Sockets.IPV6_RECVPKTINFO, 1);
        out.option(Sockets.IPPROTO_IPV6, Sockets.IPV6_MULTICAST_IF, on.index());
        out.option(Sockets.IPPROTO_IPV6, Sockets.IPV6_MULTICAST_LOOP, 0);
      }
    }
  }

  /** What to wait for. */
  public Descriptor descriptor() {
    return in;
  }

  /** Sends one advert. */
  public void send(InetAddress source, InetAddress destination, byte[] message)
      throws SystemCallException {
    byte[] packet =
        switch (family) {
          case IPV4 -> Ipv4Packet.write(source, destination, message);
          case IPV6 -> Ipv6Packet.write(source, destination, message);
        };
    out.send(packet, SocketAddress.internet(destination, interfaceIndex));
  }

  /** Sends one advert to the group from a hardware address that is not the interface's. */
  public void send(byte[] mac, InetAddress source, byte[] message) throws SystemCallException {
    frames.send(
        AdvertFrame.write(mac, family, source, message),
        SocketAddress.link(interfaceIndex, AdvertFrame.etherType(family)));
  }

  /** Hands over every datagram that is there; at most as many as one wake-up should take. */
  public void drain(int most, Consumer<Datagram> each) throws SystemCallException {
    for (int i = 0; i < most; i++) {
      boolean isEmpty =
          switch (family) {
            case IPV4 -> isEmpty4(each);
            case IPV6 -> isEmpty6(each);
          };
      if (isEmpty) {
        return;
      }
    }
  }

  private boolean isEmpty4(Consumer<Datagram> each) throws SystemCallException {
    var length = in.receive(buffer4);
    if (length.isEmpty()) {
      return true;
    }
    var octets = new byte[length.getAsInt()];
    buffer4.get(0, octets);
    Ipv4Packet.read(octets, octets.length).ifPresent(each);
    return false;
  }

  private boolean isEmpty6(Consumer<Datagram> each) throws SystemCallException {
    var length = in.receive(buffer6);
    if (length.isEmpty()) {
      return true;
    }
    var destination =
        buffer6
            .ancillary(Sockets.IPPROTO_IPV6, Sockets.IPV6_PKTINFO)
            .filter(info -> info.limit() >= 16)
            .map(info -> {
              var octets = new byte[16];
              info.get(0, octets);
              return Family.address(octets);
            });
    Optional<Integer> hops =
        buffer6
            .ancillary(Sockets.IPPROTO_IPV6, Sockets.IPV6_HOPLIMIT)
            .filter(info -> info.limit() >= 4)
            .map(info -> info.getInt(0));
    if (destination.isPresent() && hops.isPresent()) {
      each.accept(
          new Datagram(
              Family.address(buffer6.sender6()),
              destination.get(),
              hops.get(),
              buffer6.data(length.getAsInt())));
    }
    return false;
  }

  @Override
  public void close() {
    in.close();
    out.close();
    frames.close();
  }
}
