package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.Announcement;
import java.net.InetAddress;

/** Tells a network where addresses are now, by frames of its own (packet(7)); needs CAP_NET_RAW. */
public final class Announcer implements AutoCloseable {
  private final Descriptor socket;

  public Announcer() throws SystemCallException {
    // Protocol 0: nothing is received.
    socket = Descriptor.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0);
  }

  /** Sends one frame; an interface without hardware address has nobody to tell. */
  public void announce(Interface on, InetAddress address, boolean isRouter)
      throws SystemCallException {
    if (!on.hasMac()) {
      return;
    }
    socket.send(
        Announcement.frame(address, on.mac(), isRouter),
        SocketAddress.link(on.index(), Announcement.etherType(address)));
  }

  @Override
  public void close() {
    socket.close();
  }
}
