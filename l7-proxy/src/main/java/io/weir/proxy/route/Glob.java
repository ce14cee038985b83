package io.weir.proxy.route;

import io.weir.proxy.exchange.Octets;
import java.util.Arrays;

/** A pattern for one segment: octets between stars, each star for any octets or none. Immutable. */
final class Glob {
  private final byte[] prefix;
  private final byte[][] middle;
  private final byte[] suffix;

  private Glob(byte[] prefix, byte[][] middle, byte[] suffix) {
    this.prefix = prefix;
    this.middle = middle;
    this.suffix = suffix;
  }

  /** The glob that the text, which has at least one star, stands for. */
  static Glob of(String text) {
    int first = text.indexOf('*');
    int last = text.lastIndexOf('*');
    var middle =
        Arrays.stream(text.substring(first, last + 1).split("\\*+", -1))
            .filter(piece -> !piece.isEmpty())
            .map(Octets::of)
            .toArray(byte[][]::new);
    return new Glob(
        Octets.of(text.substring(0, first)), middle, Octets.of(text.substring(last + 1)));
  }

  /** Whether it is stars alone, which match any segment that is not empty. */
  boolean isAny() {
    return prefix.length + middle.length + suffix.length == 0;
  }

  /** What is in front of the first star. */
  byte[] prefix() {
    return prefix;
  }

  /** What is behind the last star. */
  byte[] suffix() {
    return suffix;
  }

  /** Whether the octets match. */
  boolean matches(byte[] bytes, int start, int end) {
    int from = start + prefix.length;
    int to = end - suffix.length;
    if (isAny()) {
      return end > start;
    }
    if (from > to
        || !Arrays.equals(bytes, start, from, prefix, 0, prefix.length)
        || !Arrays.equals(bytes, to, end, suffix, 0, suffix.length)) {
      return false;
    }
    for (var piece : middle) {
      int at = Slices.indexOf(bytes, from, to, piece);
      if (at < 0) {
        return false;
      }
      from = at + piece.length;
    }
    return true;
  }
}
