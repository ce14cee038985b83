package io.weir.proxy.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Reads the cookies of a request in place (RFC 6265 4.2, 5.4). Lenient as browsers and applications
 * are: white space around a pair does not count, quotes around a whole value are not part of it,
 * and what has no name and equals sign is passed over. Names are compared octet by octet.
 */
public final class Cookies {
  private Cookies() {}

  /** Whether a cookie of this name has a value that passes. */
  public static boolean any(FieldLines fields, byte[] name, SliceTest test) {
    for (int i = fields.first(FieldName.COOKIE); i >= 0; i = fields.next(FieldName.COOKIE, i)) {
      if (anyOfLine(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), name, test)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The values of the {@code Cookie} lines without the cookies of this name; none that is empty.
   */
  public static List<String> without(FieldLines fields, byte[] name) {
    var lines = new ArrayList<String>();
    for (int i = fields.first(FieldName.COOKIE); i >= 0; i = fields.next(FieldName.COOKIE, i)) {
      var bytes = fields.bytes();
      int end = fields.valueEnd(i);
      var kept = new StringJoiner("; ");
      for (int from = fields.valueStart(i); from < end; ) {
        int to = indexOf(bytes, from, end, ';');
        int start = skipBlank(bytes, from, to);
        if (start < to && !passes(bytes, start, to, name, (_, _, _) -> true)) {
          kept.add(new String(bytes, start, trimmed(bytes, start, to) - start, ISO_8859_1));
        }
        from = to + 1;
      }
      if (kept.length() > 0) {
        lines.add(kept.toString());
      }
    }
    return lines;
  }

  private static boolean anyOfLine(byte[] bytes, int start, int end, byte[] name, SliceTest test) {
    int from = start;
    while (from < end) {
      int to = indexOf(bytes, from, end, ';');
      if (passes(bytes, skipBlank(bytes, from, to), to, name, test)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  private static boolean passes(byte[] bytes, int start, int end, byte[] name, SliceTest test) {
    int equals = indexOf(bytes, start, end, '=');
    if (equals == end
        || !Arrays.equals(bytes, start, trimmed(bytes, start, equals), name, 0, name.length)) {
      return false;
    }
    int from = skipBlank(bytes, equals + 1, end);
    int to = trimmed(bytes, from, end);
    boolean quoted = to - from >= 2 && bytes[from] == '"' && bytes[to - 1] == '"';
    return quoted ? test.passes(bytes, from + 1, to - 1) : test.passes(bytes, from, to);
  }

  private static int indexOf(byte[] bytes, int start, int end, char wanted) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static int skipBlank(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && Octets.isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  private static int trimmed(byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && Octets.isBlank(bytes[i - 1])) {
      i--;
    }
    return i;
  }
}
