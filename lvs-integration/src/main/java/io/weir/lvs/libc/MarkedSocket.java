package io.weir.lvs.libc;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * A TCP connection whose packets the kernel's firewall and IPVS see a mark on (SO_MARK, socket(7)),
 * which Java's own sockets cannot have. It needs CAP_NET_ADMIN. Not for more than one thread, which
 * it blocks, so that should not be a virtual one. Ends are times of {@link System#nanoTime}.
 */
public final class MarkedSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SO_MARK = 36;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int IPV4_LENGTH = 16;
  private static final int IPV6_LENGTH = 28;

  private final int descriptor;
  private final ByteBuffer read = ByteBuffer.allocateDirect(512).limit(0);

  /** Loaded late: to look at a configuration needs no native code. */
  private static final class Bound {
    static final Libc LIBC = LibraryLoader.create(Libc.class).load("c");
    static final Runtime RUNTIME = Runtime.getRuntime(LIBC);
  }

  private MarkedSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Connects.
   *
   * @param from an address of this machine, of the family of the other end
   * @throws SocketTimeoutException if it takes too long
   */
  public static MarkedSocket connect(InetSocketAddress to, InetAddress from, int mark, long end)
      throws IOException {
    int family = to.getAddress() instanceof Inet6Address ? AF_INET6 : AF_INET;
    int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int descriptor = (int) checked(Bound.LIBC.socket(family, type, 0), "socket()");
    var socket = new MarkedSocket(descriptor);
    try {
      socket.open(to, from, mark, end);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void open(InetSocketAddress to, InetAddress from, int mark, long end) throws IOException {
    checked(
        Bound.LIBC.setsockopt(descriptor, SOL_SOCKET, SO_MARK, ints(mark), Integer.BYTES),
        "setsockopt(SO_MARK)");
    byte[] self = address(new InetSocketAddress(from, 0));
    checked(Bound.LIBC.bind(descriptor, self, self.length), "bind(" + from.getHostAddress() + ")");
    byte[] other = address(to);
    if (Bound.LIBC.connect(descriptor, other, other.length) < 0) {
      var why = lastError();
      if (!why.equals(Errno.EINPROGRESS)) {
        throw new SystemCallException("connect()", why);
      }
      await(POLLOUT, end);
      var error = new byte[Integer.BYTES];
      checked(
          Bound.LIBC.getsockopt(descriptor, SOL_SOCKET, SO_ERROR, error, ints(Integer.BYTES)),
          "getsockopt(SO_ERROR)");
      int errno = ByteBuffer.wrap(error).order(ByteOrder.nativeOrder()).getInt();
      if (errno != 0) {
        throw new SystemCallException("connect()", new Errno(errno));
      }
    }
  }

  /** Sends a few octets, which a new connection has room for. */
  public void send(byte[] octets) throws IOException {
    long sent =
        checked(
            Bound.LIBC.sendto(descriptor, octets, octets.length, MSG_NOSIGNAL, new byte[0], 0),
            "send()");
    if (sent < octets.length) {
      throw new IOException("there was no room for " + octets.length + " octets");
    }
  }

  /** The next octet; -1 at the end of the stream. */
  public int read(long end) throws IOException {
    if (!read.hasRemaining()) {
      await(POLLIN, end);
      long count =
          checked(
              Bound.LIBC.recvfrom(
                  descriptor, read.clear(), read.capacity(), 0, new byte[IPV6_LENGTH], ints(0)),
              "recv()");
      read.position(0).limit((int) count);
      if (count == 0) {
        return -1;
      }
    }
    return read.get() & 255;
  }

  private void await(short event, long end) throws IOException {
    while (true) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      var poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
      poll.putInt(descriptor).putShort(event);
      int millis = (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
      int ready = Bound.LIBC.poll(poll.array(), 1, millis);
      if (ready > 0) {
        return;
      }
      if (ready < 0 && !lastError().equals(Errno.EINTR)) {
        throw new SystemCallException("poll()", lastError());
      }
    }
  }

  @Override
  public void close() {
    // What is closed is gone, whatever close(2) says.
    Bound.LIBC.close(descriptor);
  }

  /** struct sockaddr_in or sockaddr_in6. */
  static byte[] address(InetSocketAddress at) {
    byte[] octets = at.getAddress().getAddress();
    boolean isIpv6 = octets.length > Integer.BYTES;
    var out = ByteBuffer.allocate(isIpv6 ? IPV6_LENGTH : IPV4_LENGTH);
    out.order(ByteOrder.nativeOrder()).putShort((short) (isIpv6 ? AF_INET6 : AF_INET));
    out.order(ByteOrder.BIG_ENDIAN).putShort((short) at.getPort());
    if (isIpv6) {
      out.putInt(0);
    }
    return out.put(octets).array();
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
