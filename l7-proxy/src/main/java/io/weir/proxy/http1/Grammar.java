package io.weir.proxy.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The octet classes of RFC 9110, RFC 9112 and RFC 3986 as tables, and the searches that use them.
 */
final class Grammar {
  private Grammar() {}

  /** Octets that an array must have behind the last one that {@link #textEnd} may look at. */
  static final int PADDING = 16;

  /** Marks the underscore in {@link #NAME}. */
  static final int UNDERSCORE = 0x100;

  /** A token octet (RFC 9110 5.6.2) in lower case, perhaps with a mark; 0 for every other octet. */
  static final int[] NAME = new int[256];

  /** What an octet may be in a request target: a sum of the constants below. */
  static final byte[] TARGET = new byte[256];

  /** Stands in a path as it is. */
  static final int PLAIN = 1;

  /** Stands in a query as it is. */
  static final int QUERY = 2;

  /** May stand in a path, but the path has to be normalized. */
  static final int CARE = 4;

  /** What browsers leave raw in paths and RFC 3986 wants encoded. */
  static final int ENCODED = 8;

  private static final byte[] HEX = new byte[256];
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final String UNRESERVED_MARKS = "-._~";
  private static final String SUB_DELIMS_BUT_SEMICOLON = "!$&'()*+,=";

  static {
    for (int c = 0; c < 256; c++) {
      HEX[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
      boolean alphanumeric = c < 128 && Character.isLetterOrDigit(c);
      if (alphanumeric || isIn("!#$%&'*+-.^_`|~", c)) {
        NAME[c] = Character.toLowerCase(c) | (c == '_' ? UNDERSCORE : 0);
      }
      if (alphanumeric || isIn(UNRESERVED_MARKS + SUB_DELIMS_BUT_SEMICOLON + ":@", c)) {
        TARGET[c] = PLAIN | QUERY;
      } else if (isIn("%;", c)) {
        TARGET[c] = CARE | QUERY;
      } else if (isIn("|[]^", c)) {
        TARGET[c] = CARE | ENCODED | QUERY;
      } else if (isIn("/?{}`\\\"", c)) {
        TARGET[c] = QUERY;
      }
    }
  }

  private static boolean isIn(String octets, int c) {
    return octets.indexOf(c) >= 0;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte octet) {
    return HEX[octet & 0xff];
  }

  static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  static boolean isUnreserved(int octet) {
    return octet < 128
        && (Character.isLetterOrDigit(octet) || UNRESERVED_MARKS.indexOf(octet) >= 0);
  }

  /** Whether the octet is a control other than HTAB: no part of a head may have one but CRLF. */
  static boolean isControl(byte octet) {
    return (octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7f;
  }

  /** Eight octets at once, the first in the lowest place. */
  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /**
   * The first octet from {@code at} on that is a control other than HTAB. There must be one, and
   * {@link #PADDING} octets behind it.
   */
  static int textEnd(byte[] bytes, int at) {
    int i = at;
    while (true) {
      long word = word(bytes, i);
      // A borrow can mark an octet wrongly, but only above one that is marked rightly.
      long belowSpace = (word - ONES * ' ') & ~word;
      long sevens = word ^ (ONES * 0x7f);
      long delete = (sevens - ONES) & ~sevens;
      long marks = (belowSpace | delete) & (ONES << 7);
      if (marks == 0) {
        i += Long.BYTES;
        continue;
      }
      i += Long.numberOfTrailingZeros(marks) >>> 3;
      if (bytes[i] != '\t') {
        return i;
      }
      i++;
    }
  }
}
