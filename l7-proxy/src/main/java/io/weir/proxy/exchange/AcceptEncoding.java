package io.weir.proxy.exchange;

import io.weir.dsl.model.ContentCoding;
import java.util.Arrays;

/**
 * How much a client wants each content coding (RFC 9110 12.4.2, 12.5.3), read from its {@code
 * Accept-Encoding} lines. Members that are malformed do not count. Belongs to one thread.
 */
public final class AcceptEncoding {
  /** A coding that is refused, or of which the client says nothing. */
  public static final int REFUSED = 0;

  private static final ContentCoding[] CODINGS = ContentCoding.values();
  private static final byte[][] TOKENS =
      Arrays.stream(CODINGS).map(coding -> Octets.of(coding.token())).toArray(byte[][]::new);
  private static final byte[] X_GZIP = Octets.of("x-gzip");
  private static final byte[] IDENTITY_TOKEN = Octets.of("identity");

  private static final int IDENTITY = CODINGS.length;
  private static final int STAR = IDENTITY + 1;
  private static final int UNLISTED = -1;

  /** Unlisted, the identity is acceptable, but less than anything listed. */
  private static final int LEAST = 1;

  private final int[] weights = new int[STAR + 1];
  private final boolean present;

  private AcceptEncoding(boolean present) {
    this.present = present;
    Arrays.fill(weights, UNLISTED);
  }

  /** What the fields of a request say. */
  public static AcceptEncoding of(FieldLines fields) {
    int line = fields.first(FieldName.ACCEPT_ENCODING);
    var wanted = new AcceptEncoding(line >= 0);
    for (; line >= 0; line = fields.next(FieldName.ACCEPT_ENCODING, line)) {
      wanted.read(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
    }
    return wanted;
  }

  /**
   * How much the coding is wanted, to be compared with other weights; {@link #REFUSED} if not at
   * all. RFC 9110 12.5.3 lets a client without the field take anything, but those that can decode
   * say so: it counts as refusing all codings.
   */
  public int weight(ContentCoding coding) {
    int own = weights[coding.ordinal()];
    if (own != UNLISTED) {
      return own;
    }
    return Math.max(REFUSED, weights[STAR]);
  }

  /** How much content without a coding is wanted; {@link #REFUSED} if not at all. */
  public int identityWeight() {
    int own = weights[IDENTITY];
    if (own != UNLISTED) {
      return own;
    }
    int star = weights[STAR];
    return star == UNLISTED ? LEAST : star;
  }

  /** Whether the client says anything about codings. */
  public boolean isPresent() {
    return present;
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
    if (isSpelled(X_GZIP, bytes, start, end)) {
      return ContentCoding.GZIP.ordinal();
    }
    for (int i = 0; i < TOKENS.length; i++) {
      if (isSpelled(TOKENS[i], bytes, start, end)) {
        return i;
      }
    }
    return isSpelled(IDENTITY_TOKEN, bytes, start, end) ? IDENTITY : -1;
  }

  private static boolean isSpelled(byte[] lower, byte[] bytes, int start, int end) {
    return end - start == lower.length && Octets.isLower(bytes, start, lower);
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
