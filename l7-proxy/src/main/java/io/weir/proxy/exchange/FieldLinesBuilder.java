package io.weir.proxy.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects field lines: offsets from a parser that found them in an array of its own, or names and
 * values for a head that Weir makes. Not shared between threads; may be used again after {@link
 * #reset}.
 */
public final class FieldLinesBuilder {
  private int[] at = new int[16 * FieldLines.STRIDE];
  private int count;
  private long present;
  private byte[] text = new byte[0];
  private int length;

  /** Starts over with no lines. */
  public void reset() {
    count = 0;
    present = 0;
    length = 0;
  }

  /** How many lines there are so far. */
  public int count() {
    return count;
  }

  /**
   * Notes a line that was found in the parser's array, by its offsets.
   *
   * @param name the known name that its name spells, or null
   */
  public void found(
      int lineStart,
      int nameEnd,
      int valueStart,
      int valueEnd,
      int lineEnd,
      @Nullable FieldName name) {
    int i = count * FieldLines.STRIDE;
    if (i == at.length) {
      at = Arrays.copyOf(at, at.length * 2);
    }
    at[i] = lineStart;
    at[i + 1] = nameEnd;
    at[i + 2] = valueStart;
    at[i + 3] = valueEnd;
    at[i + 4] = lineEnd;
    at[i + 5] = name == null ? -1 : name.ordinal();
    present |= name == null ? 0 : name.bit();
    count++;
  }

  /** Appends a line; name and value must be valid (RFC 9110 5.1, 5.5). */
  public FieldLinesBuilder add(String name, String value) {
    var nameOctets = Octets.of(name);
    var valueOctets = Octets.of(value);
    int start = length;
    int size = nameOctets.length + valueOctets.length + 4;
    if (text.length < length + size) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, length + size));
    }
    System.arraycopy(nameOctets, 0, text, start, nameOctets.length);
    int nameEnd = start + nameOctets.length;
    text[nameEnd] = ':';
    text[nameEnd + 1] = ' ';
    int valueStart = nameEnd + 2;
    System.arraycopy(valueOctets, 0, text, valueStart, valueOctets.length);
    int valueEnd = valueStart + valueOctets.length;
    text[valueEnd] = '\r';
    text[valueEnd + 1] = '\n';
    length = valueEnd + 2;
    int hash = FieldName.hash(text, start, nameEnd);
    found(start, nameEnd, valueStart, valueEnd, length, FieldName.find(text, start, nameEnd, hash));
    return this;
  }

  /** The lines, pointing into the given array, which the lines now own. */
  public FieldLines in(byte[] bytes) {
    return count == 0
        ? FieldLines.NONE
        : new FieldLines(bytes, Arrays.copyOf(at, count * FieldLines.STRIDE), count, present);
  }

  /** The lines that were {@link #add added}. */
  public FieldLines build() {
    return in(Arrays.copyOf(text, length));
  }
}
