package io.weir.vrrp.libc;

import java.io.IOException;

/** A system call that the kernel refused. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  public SystemCallException(String call, Errno errno) {
    super(call + ": " + errno);
    this.call = call;
    this.errno = errno.number();
  }

  /** The call, its arguments and the errno. */
  public String description() {
    return call + ": " + errno();
  }

  /** Why. */
  public Errno errno() {
    return new Errno(errno);
  }
}
