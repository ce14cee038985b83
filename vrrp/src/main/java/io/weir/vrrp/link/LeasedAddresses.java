package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.Poll;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Puts addresses on interfaces for some seconds (RTM_NEWADDR with a lifetime): the kernel removes
 * what is not put there again in time, so that no address outlives who holds it. Waits for the
 * kernel's answer, which may take as long as somebody else changes interfaces. Needs CAP_NET_ADMIN.
 */
public final class LeasedAddresses implements AutoCloseable {
  private static final long ANSWER_NANOS = 2_000_000_000L;
  private static final int BUFFER = 8192;
  private static final int FIXED = 8;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_CACHEINFO = 6;
  private static final int IFA_FLAGS = 8;
  private static final int NODAD = 0x02;

  private final Descriptor socket;
  private final Poll poll = new Poll();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private int sequence;

  public LeasedAddresses() throws SystemCallException {
    socket = Descriptor.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, 0);
    socket.bind(SocketAddress.netlink(0));
    poll.watch(List.of(socket));
  }

  /** Puts an address on an interface, or renews it there, for whole seconds. */
  public void put(int interfaceIndex, InetAddress address, int prefix, int seconds)
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
    call(
        NetlinkMessage.NEW_ADDRESS,
        NetlinkMessage.REPLACE_OR_CREATE,
        payload(
            interfaceIndex, address, prefix, NetlinkMessage.attribute(IFA_CACHEINFO, lifetimes)),
        "adding " + address.getHostAddress() + "/" + prefix);
  }

  /** Takes an address from an interface; one that is not there is fine. */
  public void remove(int interfaceIndex, InetAddress address, int prefix)
      throws SystemCallException {
    try {
      call(
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

  private void call(int type, int flags, byte[] payload, String what) throws SystemCallException {
    sequence++;
    socket.send(
        NetlinkMessage.request(
            type, NetlinkMessage.REQUEST | NetlinkMessage.ACK | flags, sequence, payload),
        SocketAddress.netlink(0));
    long end = System.nanoTime() + ANSWER_NANOS;
    while (true) {
      var length = socket.receive(buffer);
      if (length.isEmpty()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new SystemCallException(what + ", no answer", Errno.EAGAIN);
        }
        poll.await(left);
        continue;
      }
      for (var message : NetlinkMessage.read(buffer.slice(0, length.getAsInt()))) {
        if (message.type() == NetlinkMessage.ERROR && message.sequence() == sequence) {
          int error = -message.payload().getInt(0);
          if (error != 0) {
            throw new SystemCallException(what, new Errno(error));
          }
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    socket.close();
    poll.close();
  }
}
