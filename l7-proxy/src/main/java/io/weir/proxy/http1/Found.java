package io.weir.proxy.http1;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/** Says in a failure's detail what was found and what was expected, fit for a line of a log. */
final class Found {
  private static final int SHOWN = 48;
  private static final String HEX = "0123456789abcdef";

  private Found() {}

  /** A failure whose detail names both. */
  static ProxyFailure refused(Cause cause, String found, String expected) {
    return new ProxyFailure(cause, "found " + found + "; expected " + expected);
  }

  /** One octet by name or number. */
  static String octet(byte octet) {
    return switch (octet) {
      case '\r' -> "a bare CR";
      case '\n' -> "a bare LF";
      case ' ' -> "a space";
      case '\t' -> "a tab";
      default -> "octet " + quoted(new byte[] {octet}, 0, 1);
    };
  }

  /** The octets in quotes, with every one that is not printable ASCII escaped, cut if long. */
  static String quoted(byte[] bytes, int start, int end) {
    int shown = Math.min(end, start + SHOWN);
    var text = new StringBuilder("'");
    for (int i = start; i < shown; i++) {
      int c = bytes[i] & 0xff;
      if (c >= ' ' && c < 0x7f && c != '\'' && c != '\\') {
        text.append((char) c);
      } else {
        text.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return text.append(shown < end ? "…'" : "'").toString();
  }
}
