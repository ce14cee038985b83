package io.weir.lvs.address;

import io.weir.lvs.libc.Errno;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.netlink.NetlinkFailure;
import io.weir.lvs.netlink.NetlinkSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of the loopback interface, in the network namespace of the platform thread that
 * opens it and alone may use it. Changes need CAP_NET_ADMIN.
 */
final class Loopback implements AutoCloseable {
  /** Every network namespace begins with its loopback interface (LOOPBACK_IFINDEX). */
  private static final int INDEX = 1;

  private final NetlinkSocket socket;

  private Loopback(NetlinkSocket socket) {
    this.socket = socket;
  }

  static Loopback open() throws NetlinkException {
    return new Loopback(NetlinkSocket.open(NetlinkSocket.ROUTE, NetlinkSocket.TIMEOUT));
  }

  List<HeldAddress> read() throws NetlinkException {
    var held = new ArrayList<HeldAddress>();
    for (var answer :
        socket.dump(
            AddressMessages.GET_ADDRESS, AddressMessages.question(), AddressMessages::read)) {
      answer.filter(it -> it.index() == INDEX).ifPresent(held::add);
    }
    return held;
  }

  /** Puts an address there, or renews it, for so many seconds. */
  void put(InetAddress address, int seconds) throws NetlinkException {
    socket.tell(
        AddressMessages.NEW_ADDRESS,
        AddressMessages.REPLACE_OR_CREATE,
        AddressMessages.put(address, INDEX, seconds));
  }

  /** Takes an address away; one that is not there is fine. */
  void remove(InetAddress address) throws NetlinkException {
    try {
      socket.tell(AddressMessages.DELETE_ADDRESS, 0, AddressMessages.remove(address, INDEX));
    } catch (NetlinkException e) {
      boolean isGone =
          e.failure() instanceof NetlinkFailure.Refused(var errno, _)
              && errno.equals(Errno.EADDRNOTAVAIL);
      if (!isGone) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
