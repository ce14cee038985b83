package io.weir.vrrp.packet;

/**
 * Hardware addresses of virtual routers, the same on whichever machine is active (RFC 9568 7.3).
 */
public final class VirtualMac {
  private VirtualMac() {}

  /** {@code 00-00-5E-00-01-{VRID}}, or {@code 00-00-5E-00-02-{VRID}} for IPv6: six octets. */
  public static byte[] of(int vrid, Family family) {
    int block =
        switch (family) {
          case IPV4 -> 1;
          case IPV6 -> 2;
        };
    return new byte[] {0, 0, 0x5e, 0, (byte) block, (byte) vrid};
  }
}
