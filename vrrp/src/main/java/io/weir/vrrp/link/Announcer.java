package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.Announcement;
import io.weir.vrrp.packet.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells a network where addresses are now, by frames of its own (packet(7)); needs CAP_NET_RAW. */
public final class Announcer implements AutoCloseable {
  private final Descriptor socket;

  public Announcer() throws SystemCallException {
    // Protocol 0: nothing is received.
    socket = Descriptor.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0);
  }

  /** Sends one frame; an interface without hardware address has nobody to tell. */
  public void announce(Interface on, InetAddress address) throws SystemCallException {
    if (!on.hasMac()) {
      return;
    }
    socket.send(
        Announcement.frame(
            address, on.mac(), Family.of(address) == Family.IPV6 && isForwarding(on)),
        SocketAddress.link(on.index(), Announcement.etherType(address)));
  }

  /**
   * Asks whether anybody else has an address; who has answers, and {@link ClaimWatch} hears.
   *
   * @param asker who asks for an IPv6 address: one of the interface's own; empty: nobody asks
   */
  public void probe(Interface on, Optional<InetAddress> asker, InetAddress address)
      throws SystemCallException {
    if (!on.hasMac()) {
      return;
    }
    switch (Family.of(address)) {
      case IPV4 ->
          socket.send(
              Announcement.probe(address, on.mac()),
              SocketAddress.link(on.index(), Announcement.ARP));
      case IPV6 -> {
        if (asker.isPresent()) {
          socket.send(
              Announcement.solicitation(address, asker.get(), on.mac()),
              SocketAddress.link(on.index(), Announcement.IPV6));
        }
      }
    }
  }

  /** Whether neighbours may take this machine for a router (RFC 4861 6.2.2). */
  private static boolean isForwarding(Interface on) {
    try {
      return Files.readString(Path.of("/proc/sys/net/ipv6/conf", on.name(), "forwarding"))
          .strip()
          .equals("1");
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
