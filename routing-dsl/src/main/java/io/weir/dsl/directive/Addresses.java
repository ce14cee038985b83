package io.weir.dsl.directive;

import io.weir.dsl.model.Cidr;
import java.net.Inet6Address;
import java.util.Optional;

/** Reads and writes IP addresses without ever asking a name server. */
final class Addresses {
  private Addresses() {}

  /** The 4 or 16 bytes of an address, an IPv4-mapped one as IPv4; empty if it is none. */
  static Optional<byte[]> parse(String text) {
    return text.indexOf(':') < 0 ? v4(text) : v6(text);
  }

  private static Optional<byte[]> v4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    var bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int octet = Literals.shortNumber(parts[i], 3);
      // A leading zero is refused: some read it as octal
      if (octet < 0 || octet > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
        return Optional.empty();
      }
      bytes[i] = (byte) octet;
    }
    return Optional.of(bytes);
  }

  private static Optional<byte[]> v6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAllowed = c == ':' || c == '.' || (c < 0x7f && Character.digit(c, 16) >= 0);
      if (!isAllowed) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(Inet6Address.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The network with all bits behind the prefix cleared. */
  static Cidr network(byte[] address, int prefix) {
    var masked = address.clone();
    for (int bit = prefix; bit < masked.length * 8; bit++) {
      masked[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
    return new Cidr(masked, prefix);
  }

  /** The one text for an address (RFC 5952); IPv6 without brackets. */
  static String text(byte[] address) {
    if (address.length == 4) {
      return (address[0] & 255)
          + "."
          + (address[1] & 255)
          + "."
          + (address[2] & 255)
          + "."
          + (address[3] & 255);
    }
    var groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (address[2 * i] & 255) << 8 | (address[2 * i + 1] & 255);
    }
    int best = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        best = i;
        length = run;
      }
    }
    if (length < 2) {
      return groups(groups, 0, 8);
    }
    return groups(groups, 0, best) + "::" + groups(groups, best + length, 8);
  }

  private static String groups(int[] groups, int from, int to) {
    var out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
