package io.weir.lvs.netlink;

import io.weir.lvs.libc.Errno;
import io.weir.lvs.libc.SocketCalls;
import io.weir.lvs.libc.SystemCallException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A socket to the kernel: one question at a time, each answer waited for. It belongs to the network
 * namespace of the thread that opens it, and to that thread alone, which must be a platform thread:
 * a virtual one changes the thread that carries it. After a failure other than {@link
 * NetlinkFailure.Refused} close it and read again what was to be changed.
 */
public final class NetlinkSocket implements AutoCloseable {
  /** The protocol of links, addresses and routes. */
  public static final int ROUTE = 0;

  /** The protocol of everything that has no number of its own. */
  public static final int GENERIC = 16;

  /**
   * The kernel answers within send(), whatever it does for that: what has not come then never will.
   */
  public static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;

  /** A dump is sent as it is read, so that this is plenty; without rights the kernel gives less. */
  private static final int KERNEL_BUFFER = 1 << 20;

  /** The kernel fills datagrams of a dump up to 32 KiB (net/netlink/af_netlink.c). */
  private static final int LARGEST = 64 << 10;

  private static final int ATTEMPTS = 10;

  private final SocketCalls calls;
  private final int port;
  private final long timeoutNanos;
  private final Thread owner = Thread.currentThread();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
  private int sequence = (int) System.nanoTime();

  private NetlinkSocket(SocketCalls calls, int port, Duration timeout) {
    this.calls = calls;
    this.port = port;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Opens a socket for the calling thread. */
  public static NetlinkSocket open(int protocol, Duration timeout) throws NetlinkException {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a netlink socket needs a platform thread");
    }
    try {
      var calls = SocketCalls.open(protocol);
      try {
        calls.option(SOL_SOCKET, SO_RCVBUF, KERNEL_BUFFER);
        // The text of an error is worth having, the request that it repeats is not.
        calls.option(SOL_NETLINK, NETLINK_EXT_ACK, 1);
        calls.option(SOL_NETLINK, NETLINK_CAP_ACK, 1);
        return new NetlinkSocket(calls, calls.port(), timeout);
      } catch (SystemCallException e) {
        calls.close();
        throw e;
      }
    } catch (SystemCallException e) {
      throw new NetlinkException(e);
    }
  }

  /** Asks for something to be done, and returns when it is. */
  public void tell(int type, int flags, ByteBuffer payload) throws NetlinkException {
    exchange(type, flags | MessageType.REQUEST | MessageType.ACK, payload, _ -> true);
  }

  /** Asks for something that is told in a few messages, mostly one. */
  public <T> List<T> ask(int type, ByteBuffer payload, Decoder<T> decoder) throws NetlinkException {
    return exchange(type, MessageType.REQUEST | MessageType.ACK, payload, decoder).answers();
  }

  /** Asks for a whole table. If it changes meanwhile, or answers are lost, it is read again. */
  public <T> List<T> dump(int type, ByteBuffer payload, Decoder<T> decoder)
      throws NetlinkException {
    int flags = MessageType.REQUEST | MessageType.ACK | MessageType.DUMP;
    for (int attempt = 1; ; attempt++) {
      try {
        var conversation = exchange(type, flags, payload, decoder);
        if (!conversation.isInterrupted()) {
          return conversation.answers();
        }
        if (attempt == ATTEMPTS) {
          throw new NetlinkException(new NetlinkFailure.Interrupted(attempt));
        }
      } catch (NetlinkException e) {
        if (!(e.failure() instanceof NetlinkFailure.Overrun) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private <T> Conversation<T> exchange(int type, int flags, ByteBuffer payload, Decoder<T> decoder)
      throws NetlinkException {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("this netlink socket belongs to '" + owner.getName() + "'");
    }
    sequence++;
    var conversation = new Conversation<>(sequence, port, decoder);
    try {
      calls.send(new NetlinkMessage(type, flags, sequence, port, payload).bytes());
      long end = System.nanoTime() + timeoutNanos;
      while (System.nanoTime() - end < 0) {
        switch (receive()) {
          case KERNEL -> {
            if (conversation.take(buffer)) {
              return conversation;
            }
          }
          case SOMEBODY_ELSE -> {}
          // Rare: the kernel has answered when send() returns, so that it is not waited for first.
          case NOBODY -> calls.await(end - System.nanoTime());
        }
      }
      throw new NetlinkException(new NetlinkFailure.NoAnswer(Duration.ofNanos(timeoutNanos)));
    } catch (SystemCallException e) {
      throw e.errno().equals(Errno.ENOBUFS)
          ? new NetlinkException(new NetlinkFailure.Overrun())
          : new NetlinkException(e);
    }
  }

  /** Whose words the buffer has. */
  private enum Sender {
    KERNEL,
    SOMEBODY_ELSE,
    NOBODY
  }

  /** Fills the buffer if something has come. */
  private Sender receive() throws SystemCallException, NetlinkException {
    try {
      var received = calls.receive(buffer);
      if (received.length() > LARGEST) {
        throw NetlinkException.malformed("a datagram of " + received.length() + " octets");
      }
      return received.sender() == 0 ? Sender.KERNEL : Sender.SOMEBODY_ELSE;
    } catch (SystemCallException e) {
      if (e.errno().equals(Errno.EAGAIN) || e.errno().equals(Errno.EINTR)) {
        return Sender.NOBODY;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
