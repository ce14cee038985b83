package io.weir.vrrp.link;

import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Puts addresses on interfaces for some seconds (RTM_NEWADDR with a lifetime): the kernel removes
 * what is not put there again in time, so that no address outlives who holds it. Waits for the
 * kernel's answer, which may take as long as somebody else changes interfaces. Needs CAP_NET_ADMIN.
 */
public final class LeasedAddresses implements AutoCloseable {
  private static final int FIXED = 8;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_CACHEINFO = 6;
  private static final int IFA_FLAGS = 8;
  private static final int IFA_RT_PRIORITY = 9;
  private static final int NODAD = 0x02;

  private final RouteSocket socket;

  public LeasedAddresses() throws SystemCallException {
    socket = new RouteSocket();
  }

  /**
   * Puts an address on an interface, or renews it there, for whole seconds.
   *
   * @param metric of the route to the address's network; 0 for the kernel's own
   */
  public void put(int interfaceIndex, InetAddress address, int prefix, int seconds, int metric)
      throws SystemCallException {
    var family = Family.of(address);
    // An IPv6 address that is preferred for no time is no source of this machine's own connections.
    int preferred = family == Family.IPV4 ? seconds : 0;
    byte[] lifetimes =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putInt(preferred)
            .putInt(seconds)
            .putLong(0)
            .array();
    socket.call(
        NetlinkMessage.NEW_ADDRESS,
        NetlinkMessage.REPLACE_OR_CREATE,
        payload(
            interfaceIndex,
            address,
            prefix,
            NetlinkMessage.joined(
                NetlinkMessage.attribute(IFA_CACHEINFO, lifetimes),
                metric == 0 ? new byte[0] : NetlinkMessage.attribute(IFA_RT_PRIORITY, metric))),
        "adding " + address.getHostAddress() + "/" + prefix);
  }

  /** Takes an address from an interface; one that is not there is fine. */
  public void remove(int interfaceIndex, InetAddress address, int prefix)
      throws SystemCallException {
    try {
      socket.call(
          NetlinkMessage.DELETE_ADDRESS,
          0,
          payload(interfaceIndex, address, prefix, new byte[0]),
          "removing " + address.getHostAddress() + "/" + prefix);
    } catch (SystemCallException e) {
      if (!e.errno().equals(Errno.EADDRNOTAVAIL) && !e.errno().equals(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  private static byte[] payload(
      int interfaceIndex, InetAddress address, int prefix, byte[] lifetimes) {
    var family = Family.of(address);
    byte[] octets = address.getAddress();
    byte[] local = NetlinkMessage.attribute(IFA_LOCAL, octets);
    byte[] plain = NetlinkMessage.attribute(IFA_ADDRESS, octets);
    // No duplicate address detection: the address was another router's a moment ago.
    byte[] flags =
        NetlinkMessage.attribute(
            IFA_FLAGS,
            ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(family == Family.IPV6 ? NODAD : 0)
                .array());
    return ByteBuffer.allocate(
            FIXED + local.length + plain.length + flags.length + lifetimes.length)
        .order(ByteOrder.nativeOrder())
        .put((byte) (family == Family.IPV4 ? Sockets.AF_INET : Sockets.AF_INET6))
        .put((byte) prefix)
        .put((byte) 0)
        .put((byte) 0)
        .putInt(interfaceIndex)
        .put(local)
        .put(plain)
        .put(flags)
        .put(lifetimes)
        .array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
