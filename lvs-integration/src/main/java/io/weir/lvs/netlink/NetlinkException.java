package io.weir.lvs.netlink;

import io.weir.lvs.libc.SystemCallException;
import java.io.IOException;

/** Carries a {@link NetlinkFailure}. */
public final class NetlinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient NetlinkFailure failure;

  public NetlinkException(NetlinkFailure failure) {
    super(failure.text());
    this.failure = failure;
  }

  NetlinkException(SystemCallException cause) {
    super(cause.getMessage(), cause);
    this.failure = new NetlinkFailure.NoSocket(cause.call(), cause.errno());
  }

  /** Octets that cannot be read. */
  public static NetlinkException malformed(String why) {
    return new NetlinkException(new NetlinkFailure.Malformed(why));
  }

  public NetlinkFailure failure() {
    return failure;
  }
}
