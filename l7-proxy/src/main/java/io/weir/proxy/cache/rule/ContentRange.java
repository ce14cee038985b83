package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import java.util.Optional;

/**
 * Which part of a representation a 206 holds (RFC 9110 14.4), ends included.
 *
 * @param size of the whole representation in octets, or -1 if the server does not know it
 */
public record ContentRange(long first, long last, long size) {
  private static final String UNIT = "bytes ";
  private static final int MOST_DIGITS = 18;

  /** The range of a response; empty if there is not exactly one valid {@code Content-Range}. */
  public static Optional<ContentRange> of(FieldLines fields) {
    int line = fields.first(FieldName.CONTENT_RANGE);
    return line < 0 || fields.next(FieldName.CONTENT_RANGE, line) >= 0
        ? Optional.empty()
        : parse(fields.value(line));
  }

  /** Reads a value; empty if it is malformed, in another unit, or of no content at all. */
  static Optional<ContentRange> parse(String value) {
    int dash = value.indexOf('-');
    int slash = value.indexOf('/');
    if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length())
        || dash < UNIT.length()
        || slash < dash) {
      return Optional.empty();
    }
    long first = number(value, UNIT.length(), dash);
    long last = number(value, dash + 1, slash);
    boolean isUnknown = value.length() == slash + 2 && value.charAt(slash + 1) == '*';
    long size = isUnknown ? -1 : number(value, slash + 1, value.length());
    boolean isSound = first >= 0 && last >= first && (isUnknown || size > last);
    return isSound ? Optional.of(new ContentRange(first, last, size)) : Optional.empty();
  }

  private static long number(String text, int start, int end) {
    if (end <= start || end - start > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Octets in it. */
  public long length() {
    return last - first + 1;
  }

  /** Whether both have octets in common. */
  public boolean overlaps(ContentRange other) {
    return first <= other.last && other.first <= last;
  }

  /**
   * Both as one range; empty if there is a gap between them, or if they cannot be of the same
   * representation.
   */
  public Optional<ContentRange> joined(ContentRange other) {
    boolean isSameSize = size == other.size || size < 0 || other.size < 0;
    boolean touches = first <= other.last + 1 && other.first <= last + 1;
    if (!isSameSize || !touches) {
      return Optional.empty();
    }
    long end = Math.max(last, other.last);
    long whole = Math.max(size, other.size);
    return whole < 0 || end < whole
        ? Optional.of(new ContentRange(Math.min(first, other.first), end, whole))
        : Optional.empty();
  }

  /** Whether it is all there is. */
  public boolean isWhole() {
    return first == 0 && size == last + 1;
  }

  /** The value of a {@code Content-Range} field. */
  public String text() {
    return UNIT + first + "-" + last + "/" + (size < 0 ? "*" : Long.toString(size));
  }
}
