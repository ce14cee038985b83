package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows interfaces and their addresses as they come, go and change. The kernel tells, nobody
 * polls; what it could not tell for want of room is asked again.
 */
public final class InterfaceWatch implements AutoCloseable {
  /** RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR. */
  private static final int GROUPS = 0x1 | 0x10 | 0x100;

  /** More than the kernel puts into one datagram of a list. */
  private static final int BUFFER = 64 << 10;

  private static final int RECEIVE_BUFFER = 1 << 20;
  private static final int LINKS = 1;
  private static final int ADDRESSES = 2;

  private final Descriptor socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  /** What is known. */
  private InterfaceTable table = new InterfaceTable();

  /** What is being told from the beginning, until it is whole and takes the place of the other. */
  private @Nullable InterfaceTable next;

  private boolean isComplete;
  private boolean isRefused;

  /** Begins, and asks for all that there is: what comes is read by {@link #drain}. */
  public InterfaceWatch() throws SystemCallException {
    socket = Descriptor.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, 0);
    try {
      socket.option(Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, RECEIVE_BUFFER);
      socket.bind(SocketAddress.netlink(GROUPS));
      askForAll();
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }

  /** What to wait for. */
  public Descriptor descriptor() {
    return socket;
  }

  /** Whether everything that there was at the beginning has been told. */
  public boolean isComplete() {
    return isComplete;
  }

  /** The interface of a name, if there is one now. */
  public Optional<Interface> find(String name) {
    return table.find(name);
  }

  /** All that there are now. */
  public List<Interface> all() {
    return table.all();
  }

  /** Reads what the kernel has told; whether something is another than before. */
  public boolean drain() throws SystemCallException {
    boolean changed = false;
    if (isRefused) {
      askForAll();
    }
    while (true) {
      try {
        var length = socket.receive(buffer);
        if (length.isEmpty()) {
          return changed;
        }
        for (var message : NetlinkMessage.read(buffer.slice(0, length.getAsInt()))) {
          changed |= take(message);
        }
      } catch (SystemCallException e) {
        if (!e.errno().equals(Errno.ENOBUFS)) {
          throw e;
        }
        // Messages were lost. What is known stays until all has been told again: nobody loses a
        // role.
        askForAll();
      }
    }
  }

  private boolean take(NetlinkMessage message) throws SystemCallException {
    // One list at a time, as the kernel answers a second one with EBUSY until the first is read.
    if (message.type() == NetlinkMessage.DONE && message.sequence() == LINKS) {
      ask(NetlinkMessage.GET_ADDRESS, ADDRESSES);
      return false;
    }
    var telling = next;
    if (message.type() == NetlinkMessage.DONE && message.sequence() == ADDRESSES) {
      table = telling == null ? table : telling;
      next = null;
      isComplete = true;
      return true;
    }
    // A list that could not begin, as another one was not read to its end yet: asked again soon.
    isRefused |= message.type() == NetlinkMessage.ERROR && message.payload().getInt(0) != 0;
    if (telling != null) {
      telling.apply(message);
    }
    return table.apply(message);
  }

  /** Links first: an address of an unknown link would be passed over. */
  private void askForAll() throws SystemCallException {
    next = new InterfaceTable();
    isRefused = false;
    ask(NetlinkMessage.GET_LINK, LINKS);
  }

  private void ask(int type, int sequence) throws SystemCallException {
    // struct ifinfomsg or ifaddrmsg of zeros: all of them.
    byte[] all = new byte[type == NetlinkMessage.GET_LINK ? 16 : 8];
    socket.send(
        NetlinkMessage.request(type, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, sequence, all),
        SocketAddress.netlink(0));
  }

  @Override
  public void close() {
    socket.close();
  }
}
