package io.weir.proxy.exchange;

import java.util.Arrays;

/**
 * Reads the parameters of a query in place, as HTML forms write them: pairs between {@code &}, name
 * and value percent-encoded, {@code +} for a space. A percent sign without two hexadecimal digits
 * stands for itself. Only a value that is encoded is copied to be looked at.
 */
public final class QueryParameters {
  private QueryParameters() {}

  /** Whether a parameter of this name has a value that passes. */
  public static boolean any(Target target, byte[] name, SliceTest test) {
    byte[] bytes = target.bytes();
    int end = target.queryEnd();
    int from = target.pathEnd() + 1;
    while (from < end) {
      int to = indexOf(bytes, from, end, '&');
      int equals = indexOf(bytes, from, to, '=');
      if (isEncodedFor(name, bytes, from, equals)
          && passes(bytes, Math.min(equals + 1, to), to, test)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  /**
   * Overwrites the values of the parameters of this name with stars, in the request line and the
   * target alike: neither a log nor an upstream gets to see them. The one change that is ever made
   * to a head, because what must not be kept must not be copied either.
   */
  public static void mask(RequestHead request, byte[] name) {
    var target = request.target();
    mask(target.bytes(), target.pathEnd() + 1, target.queryEnd(), name);
    var line = request.bytes();
    int end = request.methodEnd() + 1;
    while (end < line.length && line[end] > ' ') {
      end++;
    }
    mask(line, indexOf(line, Math.min(request.methodEnd() + 1, end), end, '?') + 1, end, name);
  }

  private static void mask(byte[] bytes, int start, int end, byte[] name) {
    int from = start;
    while (from < end) {
      int to = indexOf(bytes, from, end, '&');
      int equals = indexOf(bytes, from, to, '=');
      if (isEncodedFor(name, bytes, from, equals)) {
        Arrays.fill(bytes, Math.min(equals + 1, to), to, (byte) '*');
      }
      from = to + 1;
    }
  }

  private static boolean isEncodedFor(byte[] name, byte[] bytes, int start, int end) {
    int matched = 0;
    for (int i = start; i < end; i += width(bytes, i, end)) {
      if (matched == name.length || decoded(bytes, i, end) != name[matched]) {
        return false;
      }
      matched++;
    }
    return matched == name.length && start < end;
  }

  private static boolean passes(byte[] bytes, int start, int end, SliceTest test) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '%' || bytes[i] == '+') {
        var value = decode(bytes, start, end);
        return test.passes(value, 0, value.length);
      }
    }
    return test.passes(bytes, start, end);
  }

  private static byte[] decode(byte[] bytes, int start, int end) {
    var value = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i += width(bytes, i, end)) {
      value[length++] = decoded(bytes, i, end);
    }
    return Arrays.copyOf(value, length);
  }

  private static byte decoded(byte[] bytes, int i, int end) {
    if (width(bytes, i, end) == 3) {
      return (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
    }
    return bytes[i] == '+' ? (byte) ' ' : bytes[i];
  }

  private static int width(byte[] bytes, int i, int end) {
    boolean isEscape =
        bytes[i] == '%'
            && i + 2 < end
            && Character.digit(bytes[i + 1], 16) >= 0
            && Character.digit(bytes[i + 2], 16) >= 0;
    return isEscape ? 3 : 1;
  }

  private static int indexOf(byte[] bytes, int start, int end, char wanted) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }
}
