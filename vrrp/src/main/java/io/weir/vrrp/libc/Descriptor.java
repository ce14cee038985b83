package io.weir.vrrp.libc;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A socket of the kernel's, from socket(2) to close(2). It lives in the network namespace of the
 * thread that opens it. Nothing here waits. Not for more than one thread at a time.
 */
public final class Descriptor implements AutoCloseable {
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int MSG_DONTWAIT = 0x40;

  private final int number;

  Descriptor(int number) {
    this.number = number;
  }

  /** Opens one; what is missing without the right to do so is CAP_NET_RAW or CAP_NET_ADMIN. */
  public static Descriptor socket(int domain, int type, int protocol) throws SystemCallException {
    int number = Native.LIBC.socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    return new Descriptor(
        (int) Native.checked(number, "socket(" + domain + ", " + type + ", " + protocol + ")"));
  }

  /** The kernel's number, for {@link Poll}. */
  int number() {
    return number;
  }

  public void bind(SocketAddress address) throws SystemCallException {
    Native.checked(Native.LIBC.bind(number, address.octets(), address.octets().length), "bind()");
  }

  /** Sets an option whose value is an int. */
  public void option(int level, int name, int value) throws SystemCallException {
    option(level, name, Native.intOctets(value));
  }

  /** Sets an option whose value is a structure or a text. */
  public void option(int level, int name, byte[] value) throws SystemCallException {
    Native.checked(
        Native.LIBC.setsockopt(number, level, name, value, value.length),
        "setsockopt(" + level + ", " + name + ")");
  }

  /** Sends one datagram. */
  public void send(byte[] data, SocketAddress to) throws SystemCallException {
    Native.checked(
        Native.LIBC.sendto(
            number, data, data.length, MSG_DONTWAIT, to.octets(), to.octets().length),
        "sendto(" + data.length + " octets)");
  }

  /** Takes one datagram into a direct buffer from its start; empty if none is there. */
  public OptionalInt receive(ByteBuffer buffer) throws SystemCallException {
    long length = Native.LIBC.recv(number, buffer.clear(), buffer.capacity(), MSG_DONTWAIT);
    return received(length, "recv()");
  }

  /** Takes one datagram with what the kernel says of it; empty if none is there. */
  public OptionalInt receive(MessageBuffer buffer) throws SystemCallException {
    return received(buffer.receive(number, MSG_DONTWAIT), "recvmsg()");
  }

  private static OptionalInt received(long length, String call) throws SystemCallException {
    if (length < 0) {
      var error = Native.lastError();
      if (error.equals(Errno.EAGAIN) || error.equals(Errno.EINTR)) {
        return OptionalInt.empty();
      }
      throw new SystemCallException(call, error);
    }
    return OptionalInt.of((int) length);
  }

  @Override
  public void close() {
    // What is closed is gone, whatever close(2) says.
    Native.LIBC.close(number);
  }
}
