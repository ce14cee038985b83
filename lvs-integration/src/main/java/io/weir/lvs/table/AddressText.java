package io.weir.lvs.table;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** How addresses are written (RFC 5952); no name server is ever asked. */
public final class AddressText {
  private AddressText() {}

  /** The address with these 4 or 16 octets. */
  public static InetAddress address(byte[] octets) {
    try {
      // An IPv6 address stays one, even if it stands for an IPv4 one: they are two to the kernel.
      return octets.length == 16
          ? Inet6Address.getByAddress(null, octets, -1)
          : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("found " + octets.length + " octets; expected 4 or 16", e);
    }
  }

  /** {@code 192.0.2.1} or {@code 2001:db8::1}. */
  public static String of(InetAddress address) {
    var octets = address.getAddress();
    if (octets.length == 4) {
      return address.getHostAddress();
    }
    var groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = Byte.toUnsignedInt(octets[2 * i]) << 8 | Byte.toUnsignedInt(octets[2 * i + 1]);
    }
    int start = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return length < 2
        ? groups(groups, 0, 8)
        : groups(groups, 0, start) + "::" + groups(groups, start + length, 8);
  }

  private static String groups(int[] groups, int from, int to) {
    var out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }

  /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  public static String of(InetAddress address, int port) {
    var text = of(address);
    return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
  }
}
