package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.Poll;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel to change interfaces, addresses and routes (rtnetlink(7)), one thing after the
 * other. Waits for its answer, which may take as long as somebody else changes them; two seconds at
 * most. One thread.
 */
final class RouteSocket implements AutoCloseable {
  private static final long ANSWER_NANOS = 2_000_000_000L;

  /** More than all that is said of one interface. */
  private static final int BUFFER = 32 << 10;

  private final Descriptor socket;
  private final Poll poll = new Poll();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private int sequence;

  RouteSocket() throws SystemCallException {
    socket = Descriptor.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, 0);
    socket.bind(SocketAddress.netlink(0));
    poll.watch(List.of(socket));
  }

  /**
   * Has one thing done, or one thing told.
   *
   * @param what for the message, should it be refused
   * @return what was told before the kernel said that it is done
   */
  List<NetlinkMessage> call(int type, int flags, byte[] payload, String what)
      throws SystemCallException {
    sequence++;
    socket.send(
        NetlinkMessage.request(
            type, NetlinkMessage.REQUEST | NetlinkMessage.ACK | flags, sequence, payload),
        SocketAddress.netlink(0));
    var told = new ArrayList<NetlinkMessage>();
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
        if (message.sequence() != sequence) {
          continue;
        }
        if (message.type() == NetlinkMessage.ERROR) {
          int error = -message.payload().getInt(0);
          if (error != 0) {
            throw new SystemCallException(what, new Errno(error));
          }
          return told;
        }
        told.add(message);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
    poll.close();
  }
}
