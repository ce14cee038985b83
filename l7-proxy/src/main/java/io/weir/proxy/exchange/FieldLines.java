package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a message as slices of one array, in the order they came. Immutable once made;
 * looking at one makes no garbage. Lines are whole in the array: name, colon, value, CRLF, each
 * right behind the other, so that runs of them can be copied at once.
 */
public final class FieldLines {
  /** Integers kept for each line: line start, name end, value start, value end, line end, name. */
  static final int STRIDE = 6;

  /** No lines at all. */
  public static final FieldLines NONE = new FieldLines(new byte[0], new int[0], 0, 0L);

  private static final FieldName[] NAMES = FieldName.values();

  /** Lines that are kept lie alike most often: the same fields, and values of the same lengths. */
  private static final Shared<int[]> LAYOUTS = new Shared<>(Arrays::hashCode, Arrays::equals);

  /** Octets of an array beside its elements. */
  private static final int ARRAY = 16;

  private final byte[] bytes;
  private final int[] at;
  private final int count;
  private final long present;
  private final boolean isShared;

  FieldLines(byte[] bytes, int[] at, int count, long present) {
    this(bytes, at, count, present, false);
  }

  private FieldLines(byte[] bytes, int[] at, int count, long present, boolean isShared) {
    this.bytes = bytes;
    this.at = at;
    this.count = count;
    this.present = present;
    this.isShared = isShared;
  }

  /** The same lines, made to be kept: others that lie alike have the offsets in common with it. */
  @SuppressWarnings("ReferenceEquality") // equal offsets of its own are what is given up
  public FieldLines sharing() {
    var common = LAYOUTS.one(at);
    return common == at ? this : new FieldLines(bytes, common, count, present, true);
  }

  /** Octets of heap that they take up, without what they have in common with others. */
  public long memory() {
    return ARRAY + bytes.length + (isShared ? 0 : ARRAY + (long) Integer.BYTES * at.length);
  }

  /** How many lines there are. */
  public int count() {
    return count;
  }

  /** The array that offsets point into; not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where line {@code i} and its name start. */
  public int lineStart(int i) {
    return at[i * STRIDE];
  }

  /** Where the name of line {@code i} ends. */
  public int nameEnd(int i) {
    return at[i * STRIDE + 1];
  }

  /** Where the value of line {@code i} starts, white space left out. */
  public int valueStart(int i) {
    return at[i * STRIDE + 2];
  }

  /** Where the value of line {@code i} ends, white space left out. */
  public int valueEnd(int i) {
    return at[i * STRIDE + 3];
  }

  /** Where line {@code i} ends, behind its CRLF. */
  public int lineEnd(int i) {
    return at[i * STRIDE + 4];
  }

  /** The known name of line {@code i}, or null if it is none of {@link FieldName}. */
  public @Nullable FieldName name(int i) {
    int ordinal = at[i * STRIDE + 5];
    return ordinal < 0 ? null : NAMES[ordinal];
  }

  /** Whether a line has this name. */
  public boolean has(FieldName name) {
    return (present & name.bit()) != 0;
  }

  /** Whether any of these names, given as their bits, is there. */
  public boolean hasAny(long names) {
    return (present & names) != 0;
  }

  /** The first line of this name, or -1. */
  public int first(FieldName name) {
    return has(name) ? next(name, -1) : -1;
  }

  /** The first line of this name behind line {@code i}, or -1. */
  public int next(FieldName name, int i) {
    for (int line = i + 1; line < count; line++) {
      if (at[line * STRIDE + 5] == name.ordinal()) {
        return line;
      }
    }
    return -1;
  }

  /** The first line behind line {@code i} with this name, given in lower case, or -1. */
  public int next(byte[] lowerName, int i) {
    for (int line = i + 1; line < count; line++) {
      if (isNamed(line, lowerName)) {
        return line;
      }
    }
    return -1;
  }

  /** Whether line {@code i} has this name, given in lower case. */
  public boolean isNamed(int i, byte[] lowerName) {
    int start = lineStart(i);
    return nameEnd(i) - start == lowerName.length && Octets.isLower(bytes, start, lowerName);
  }

  /** The name of line {@code i} as it came. */
  public String nameText(int i) {
    return new String(bytes, lineStart(i), nameEnd(i) - lineStart(i), StandardCharsets.ISO_8859_1);
  }

  /** The value of line {@code i}, octet by octet (ISO 8859-1). */
  public String value(int i) {
    return new String(
        bytes, valueStart(i), valueEnd(i) - valueStart(i), StandardCharsets.ISO_8859_1);
  }

  /** The value of the first line of this name, or null. */
  public @Nullable String value(FieldName name) {
    int i = first(name);
    return i < 0 ? null : value(i);
  }

  /** Every value of the name, in order; for places that are not on the request path. */
  public List<String> values(String name) {
    var wanted = name.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
    var found = new ArrayList<String>();
    for (int i = next(wanted, -1); i >= 0; i = next(wanted, i)) {
      found.add(value(i));
    }
    return found;
  }

  /** Whether the value of line {@code i} equals the text, in any case. */
  public boolean valueIs(int i, byte[] lowerText) {
    int start = valueStart(i);
    return valueEnd(i) - start == lowerText.length && Octets.isLower(bytes, start, lowerText);
  }
}
