package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;

/** Comparisons and searches on octets that make no garbage. */
public final class Octets {
  private Octets() {}

  /** The octets of a text of ASCII or ISO 8859-1. */
  public static byte[] of(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The octet in lower case, if it is an ASCII letter. */
  public static int lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
  }

  /** Whether the octets from {@code start} spell the text, which is in lower case, in any case. */
  public static boolean isLower(byte[] bytes, int start, byte[] lowerText) {
    for (int i = 0; i < lowerText.length; i++) {
      if (lower(bytes[start + i]) != lowerText[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a comma-separated list (RFC 9110 5.6.1) has the token, given in lower case; members
   * with parameters do not count.
   */
  public static boolean listHas(byte[] bytes, int start, int end, byte[] lowerToken) {
    int i = start;
    while (i < end) {
      int comma = i;
      while (comma < end && bytes[comma] != ',') {
        comma++;
      }
      int from = i;
      int to = comma;
      while (from < to && isBlank(bytes[from])) {
        from++;
      }
      while (to > from && isBlank(bytes[to - 1])) {
        to--;
      }
      if (to - from == lowerToken.length && isLower(bytes, from, lowerToken)) {
        return true;
      }
      i = comma + 1;
    }
    return false;
  }

  /** Whether the octet is a space or a tab: OWS of RFC 9110 5.6.3. */
  public static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  /** Whether the octet is of a token: tchar of RFC 9110 5.6.2. */
  public static boolean isToken(byte octet) {
    return octet >= 0 && TOKEN[octet];
  }

  /** Writes a number in decimal at {@code at}; returns the index behind it. */
  public static int putDecimal(byte[] into, int at, long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }

  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      TOKEN[c] =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
  }
}
