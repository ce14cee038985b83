package io.weir.proxy.http1;

import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import org.jspecify.annotations.Nullable;

/** One field line (RFC 9112 5) as the last {@link #read} found it. Scratch of one loop. */
final class FieldLine {
  private int start;
  private int nameEnd;
  private int nameHash;
  private int valueStart;
  private int valueEnd;
  private int end;
  private boolean hasUnderscore;

  /**
   * Reads the line that starts at {@code at}. The octets must end in one that is neither CR nor LF
   * nor text, with {@link Grammar#PADDING} behind it.
   *
   * @return the index behind the line, or -1 if it is not whole or not well-formed
   */
  int read(byte[] bytes, int at) {
    int i = at;
    int hash = 0;
    int marks = 0;
    for (int c = Grammar.NAME[bytes[i] & 0xff]; c != 0; c = Grammar.NAME[bytes[i] & 0xff]) {
      hash = hash * 31 + (c & 0xff);
      marks |= c;
      i++;
    }
    if (bytes[i] != ':' || i == at) {
      return -1;
    }
    start = at;
    nameEnd = i;
    nameHash = hash;
    hasUnderscore = (marks & Grammar.UNDERSCORE) != 0;
    i++;
    while (Octets.isBlank(bytes[i])) {
      i++;
    }
    valueStart = i;
    int stop = Grammar.textEnd(bytes, i);
    if (bytes[stop] != '\r' || bytes[stop + 1] != '\n') {
      return -1;
    }
    int last = stop;
    while (last > i && Octets.isBlank(bytes[last - 1])) {
      last--;
    }
    valueEnd = last;
    end = stop + 2;
    return end;
  }

  /** Whether the name has an underscore in it. */
  boolean hasUnderscore() {
    return hasUnderscore;
  }

  /** The name, if it is one that Weir acts on. */
  @Nullable FieldName name(byte[] bytes) {
    return FieldName.find(bytes, start, nameEnd, nameHash);
  }

  /** The name as it came, for a detail. */
  String quotedName(byte[] bytes) {
    return Found.quoted(bytes, start, nameEnd);
  }

  /** Adds the line to the others. */
  void addTo(FieldLinesBuilder lines, byte[] bytes) {
    var name = FieldName.find(bytes, start, nameEnd, nameHash);
    lines.found(start, nameEnd, valueStart, valueEnd, end, name);
  }

  /** What is wrong with a line that {@link #read} did not take, though it is whole. */
  static String fault(byte[] bytes, int at) {
    int i = at;
    while (Grammar.NAME[bytes[i] & 0xff] != 0) {
      i++;
    }
    if (i > at) {
      return Found.octet(bytes[i]) + " in or behind field name " + Found.quoted(bytes, at, i);
    }
    return switch (bytes[i]) {
      case ' ', '\t' -> "a field line that starts with white space";
      case ':' -> "a field line without a name";
      default -> Found.octet(bytes[i]) + " at the start of a field line";
    };
  }
}
