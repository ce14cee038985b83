package io.weir.vrrp.libc;

import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.socklen_t;
import jnr.ffi.types.ssize_t;

/**
 * The system calls that VRRP needs, as in the C library: -1 on failure, and errno kept for the
 * calling thread. Structures are octets in the order of the machine. Public because jnr-ffi
 * implements it in a class of its own.
 */
public interface Libc {
  /** socket(2). */
  @SaveError
  int socket(int domain, int type, int protocol);

  /** bind(2). */
  @SaveError
  int bind(int descriptor, @In byte[] address, @socklen_t int length);

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

  /** recv(2) into a direct buffer. */
  @SaveError
  @ssize_t
  long recv(int descriptor, ByteBuffer buffer, @size_t long length, int flags);

  /** recvmsg(2). */
  @SaveError
  @ssize_t
  long recvmsg(int descriptor, Pointer message, int flags);

  /** ppoll(2) on an array of struct pollfd, with a struct timespec and a null signal mask. */
  @SaveError
  int ppoll(byte[] descriptors, long count, @In byte[] timeout, long noMask);

  /** sched_setscheduler(2); process 0 is the calling thread, the parameter is its priority. */
  @SaveError
  int sched_setscheduler(int process, int policy, @In byte[] parameter);

  /** eventfd(2). */
  @SaveError
  int eventfd(int initial, int flags);

  /** open(2), of what is there already: without the mode of what is made. */
  @SaveError
  int open(String path, int flags);

  /** mkfifo(3). */
  @SaveError
  int mkfifo(String path, int mode);

  /** read(2). */
  @SaveError
  @ssize_t
  long read(int descriptor, @Out byte[] buffer, @size_t long length);

  /** write(2). */
  @SaveError
  @ssize_t
  long write(int descriptor, @In byte[] data, @size_t long length);

  /** close(2). */
  @SaveError
  int close(int descriptor);
}
