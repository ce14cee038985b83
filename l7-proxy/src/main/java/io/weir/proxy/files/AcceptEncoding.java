package io.weir.proxy.files;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import org.jspecify.annotations.Nullable;

/** Which coding of a file a client wants (RFC 9110 12.4.2, 12.5.3). */
final class AcceptEncoding {
  private static final Coding[] CODINGS = Coding.values();
  private static final byte[] X_GZIP = Octets.of("x-gzip");

  private static final int STAR = CODINGS.length;
  private static final int UNLISTED = -1;

  /** Unlisted, the identity is acceptable, but less than anything listed. */
  private static final int LEAST = 1;

  private final int[] weights = {UNLISTED, UNLISTED, UNLISTED, UNLISTED, UNLISTED};

  private AcceptEncoding() {}

  /**
   * The coding to send, or null if none that is there is acceptable.
   *
   * @param there a bit for each coding's place; identity is always there
   */
  static @Nullable Coding choose(FieldLines fields, int there) {
    int line = fields.first(FieldName.ACCEPT_ENCODING);
    if (line < 0) {
      return Coding.IDENTITY;
    }
    var wanted = new AcceptEncoding();
    for (; line >= 0; line = fields.next(FieldName.ACCEPT_ENCODING, line)) {
      wanted.read(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
    }
    return wanted.best(there);
  }

  private @Nullable Coding best(int there) {
    Coding best = null;
    int most = 0;
    for (var coding : CODINGS) {
      int weight = (there & 1 << coding.place()) == 0 ? 0 : weight(coding);
      if (weight > most) {
        most = weight;
        best = coding;
      }
    }
    return best;
  }

  private int weight(Coding coding) {
    int own = weights[coding.place()];
    if (own != UNLISTED) {
      return own;
    }
    int star = weights[STAR];
    if (star != UNLISTED) {
      return star;
    }
    return coding == Coding.IDENTITY ? LEAST : 0;
  }

  private void read(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end) {
      int comma = at;
      while (comma < end && bytes[comma] != ',') {
        comma++;
      }
      member(bytes, at, comma);
      at = comma + 1;
    }
  }

  private void member(byte[] bytes, int start, int end) {
    int from = skipBlanks(bytes, start, end);
    int to = from;
    while (to < end && Octets.isToken(bytes[to])) {
      to++;
    }
    int place = place(bytes, from, to);
    int weight = weight(bytes, to, end);
    if (place >= 0 && weight != UNLISTED) {
      weights[place] = weight;
    }
  }

  private static int place(byte[] bytes, int start, int end) {
    if (end - start == 1 && bytes[start] == '*') {
      return STAR;
    }
    // RFC 9110 8.4.1.3: x-gzip is another name of gzip.
    if (end - start == X_GZIP.length && Octets.isLower(bytes, start, X_GZIP)) {
      return Coding.GZIP.place();
    }
    for (var coding : CODINGS) {
      if (coding.isSpelled(bytes, start, end)) {
        return coding.place();
      }
    }
    return -1;
  }

  /** Twice the thousandths of {@code ;q=}, so that {@link #LEAST} fits below; -1 if malformed. */
  private static int weight(byte[] bytes, int start, int end) {
    int at = skipBlanks(bytes, start, end);
    if (at == end) {
      return 2000;
    }
    if (bytes[at] != ';') {
      return UNLISTED;
    }
    at = skipBlanks(bytes, at + 1, end);
    if (at + 2 >= end || Octets.lower(bytes[at]) != 'q' || bytes[at + 1] != '=') {
      return UNLISTED;
    }
    int to = end;
    while (Octets.isBlank(bytes[to - 1])) {
      to--;
    }
    int thousandths = thousandths(bytes, at + 2, to);
    return thousandths < 0 ? UNLISTED : 2 * thousandths;
  }

  private static int thousandths(byte[] bytes, int start, int end) {
    if (end - start > 5 || end <= start || (end - start > 1 && bytes[start + 1] != '.')) {
      return UNLISTED;
    }
    int value = 0;
    int unit = 1000;
    for (int i = start; i < end; i++) {
      if (i == start + 1) {
        continue;
      }
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return UNLISTED;
      }
      value += digit * unit;
      unit /= 10;
    }
    return value > 1000 ? UNLISTED : value;
  }

  private static int skipBlanks(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && Octets.isBlank(bytes[at])) {
      at++;
    }
    return at;
  }
}
