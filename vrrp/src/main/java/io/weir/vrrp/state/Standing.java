package io.weir.vrrp.state;

import java.net.InetAddress;

/**
 * What a router brings to an election at this moment.
 *
 * @param priority 1 to 255, with what its tracking adds and takes
 * @param source the address that its adverts come from
 * @param isAble whether it can take part
 */
public record Standing(int priority, InetAddress source, boolean isAble) {
  public Standing {
    if (priority < 1 || priority > 255) {
      throw new IllegalArgumentException("found priority " + priority + "; expected 1 to 255");
    }
  }
}
