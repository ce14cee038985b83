package io.weir.lvs.libc;

import java.io.IOException;

/** A system call that the kernel refused. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final Errno errno;

  public SystemCallException(String call, Errno errno) {
    super(call + ": " + errno);
    this.call = call;
    this.errno = errno;
  }

  /** The call and its arguments: {@code socket(AF_NETLINK, SOCK_RAW, 16)}. */
  public String call() {
    return call;
  }

  /** Why. */
  public Errno errno() {
    return errno;
  }
}
