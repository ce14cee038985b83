package io.weir.lvs.libc;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.socklen_t;
import jnr.ffi.types.ssize_t;

/**
 * The system calls that Weir's own sockets need, as in the C library: -1 on failure, and errno kept
 * for the calling thread. Structures are byte arrays in the order of the machine. Public because
 * jnr-ffi implements it in a class of its own.
 */
public interface Libc {
  /** socket(2). */
  @SaveError
  int socket(int domain, int type, int protocol);

  /** bind(2). */
  @SaveError
  int bind(int descriptor, @In byte[] address, @socklen_t int length);

  /** connect(2). */
  @SaveError
  int connect(int descriptor, @In byte[] address, @socklen_t int length);

  /** getsockopt(2); the length is an int before and after. */
  @SaveError
  int getsockopt(int descriptor, int level, int name, @Out byte[] value, byte[] length);

  /** getsockname(2); the length is an int before and after. */
  @SaveError
  int getsockname(int descriptor, @Out byte[] address, byte[] length);

  /** setsockopt(2). */
  @SaveError
  int setsockopt(int descriptor, int level, int name, @In byte[] value, @socklen_t int length);

  /** sendto(2). */
  @SaveError
  @ssize_t
  long sendto(
      int descriptor,
      @In byte[] data,
      @size_t long length,
      int flags,
      @In byte[] address,
      @socklen_t int addressLength);

  /** recvfrom(2) into a direct buffer. */
  @SaveError
  @ssize_t
  long recvfrom(
      int descriptor,
      ByteBuffer buffer,
      @size_t long length,
      int flags,
      @Out byte[] address,
      byte[] addressLength);

  /** poll(2) on an array of struct pollfd. */
  @SaveError
  int poll(byte[] descriptors, long count, int timeoutMillis);

  /** close(2). */
  @SaveError
  int close(int descriptor);
}
