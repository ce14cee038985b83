package io.weir.vrrp.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library. Loaded with the first call: to look at a configuration needs no native code. */
final class Native {
  static final Libc LIBC = LibraryLoader.create(Libc.class).load("c");
  static final Runtime RUNTIME = Runtime.getRuntime(LIBC);

  private Native() {}

  /** The result of a call, unless it failed. */
  static long checked(long result, String call) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, lastError());
    }
    return result;
  }

  /** Of this thread's last call. */
  static Errno lastError() {
    return new Errno(RUNTIME.getLastError());
  }

  static byte[] intOctets(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }
}
