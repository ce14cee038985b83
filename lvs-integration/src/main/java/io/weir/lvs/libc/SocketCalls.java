package io.weir.lvs.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * One AF_NETLINK socket of the kernel's, from socket(2) to close(2). What it speaks of is the
 * network namespace of the thread that opens it. Not for more than one thread.
 */
public final class SocketCalls implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final short POLLIN = 1;
  private static final int ADDRESS_LENGTH = 12;

  private final int descriptor;

  /** Loaded late: to look at a configuration needs no native code. */
  private static final class Bound {
    static final Libc LIBC = LibraryLoader.create(Libc.class).load("c");
    static final Runtime RUNTIME = Runtime.getRuntime(LIBC);
  }

  private SocketCalls(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * A datagram that was received.
   *
   * @param length its own, which may be more than fitted
   * @param sender port number of the sender; the kernel has 0
   */
  public record Received(int length, int sender) {}

  /** Opens a netlink socket and gives it a port number of the kernel's choice. */
  public static SocketCalls open(int protocol) throws SystemCallException {
    var call = "socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, " + protocol + ")";
    int descriptor =
        (int) checked(Bound.LIBC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), call);
    var socket = new SocketCalls(descriptor);
    try {
      checked(Bound.LIBC.bind(descriptor, kernel(), ADDRESS_LENGTH), "bind(AF_NETLINK, port 0)");
      return socket;
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
  }

  /** The port number that the kernel has given the socket. */
  public int port() throws SystemCallException {
    var address = new byte[ADDRESS_LENGTH];
    var length = ints(ADDRESS_LENGTH);
    checked(Bound.LIBC.getsockname(descriptor, address, length), "getsockname()");
    return ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getInt(4);
  }

  /** Sets an option whose value is an int. */
  public void option(int level, int name, int value) throws SystemCallException {
    var call = "setsockopt(" + level + ", " + name + ", " + value + ")";
    checked(Bound.LIBC.setsockopt(descriptor, level, name, ints(value), Integer.BYTES), call);
  }

  /** Sends one datagram to the kernel. */
  public void send(byte[] message) throws SystemCallException {
    long sent;
    do {
      sent = Bound.LIBC.sendto(descriptor, message, message.length, 0, kernel(), ADDRESS_LENGTH);
    } while (sent < 0 && lastError().equals(Errno.EINTR));
    checked(sent, "sendto(" + message.length + " octets)");
  }

  /** Waits until something has come; false if nothing has in this time. */
  public boolean await(long nanos) throws SystemCallException {
    long end = System.nanoTime() + nanos;
    while (true) {
      long left = Math.max(0, end - System.nanoTime());
      // Rounded up: a wait that ends early would be turned into many.
      int millis = (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
      var poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
      poll.putInt(descriptor).putShort(POLLIN);
      int ready = Bound.LIBC.poll(poll.array(), 1, millis);
      if (ready < 0 && lastError().equals(Errno.EINTR)) {
        continue;
      }
      return checked(ready, "poll()") > 0;
    }
  }

  /** Takes one datagram, which must be there; as much of it as fits into the direct buffer. */
  public Received receive(ByteBuffer buffer) throws SystemCallException {
    var address = new byte[ADDRESS_LENGTH];
    long length =
        checked(
            Bound.LIBC.recvfrom(
                descriptor,
                buffer.clear(),
                buffer.capacity(),
                MSG_TRUNC | MSG_DONTWAIT,
                address,
                ints(ADDRESS_LENGTH)),
            "recvfrom()");
    buffer.position(0).limit((int) Math.min(length, buffer.capacity()));
    return new Received(
        (int) length, ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getInt(4));
  }

  @Override
  public void close() {
    // What is closed is gone, whatever close(2) says.
    Bound.LIBC.close(descriptor);
  }

  /** struct sockaddr_nl of the kernel itself: port 0, no groups. */
  private static byte[] kernel() {
    return ByteBuffer.allocate(ADDRESS_LENGTH)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_NETLINK)
        .array();
  }

  private static byte[] ints(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static long checked(long result, String call) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, lastError());
    }
    return result;
  }

  private static Errno lastError() {
    return new Errno(Bound.RUNTIME.getLastError());
  }
}
