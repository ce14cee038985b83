package io.weir.lvs.table;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The two kinds of addresses. */
public enum Family {
  IPV4(32),
  IPV6(128);

  private final int bits;

  Family(int bits) {
    this.bits = bits;
  }

  /** Length of an address. */
  public int bits() {
    return bits;
  }

  /** The kind of an address. */
  public static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }
}
