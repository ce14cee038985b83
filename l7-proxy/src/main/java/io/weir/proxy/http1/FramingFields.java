package io.weir.proxy.http1;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/**
 * What the fields say about the length of the body and the life of the connection (RFC 9112 6, 9).
 * Every contradiction is refused, also those that RFC 9112 6.3 would let a recipient resolve: what
 * one recipient resolves, the next may resolve otherwise.
 */
final class FramingFields {
  /** Neither Content-Length nor Transfer-Encoding is there. */
  static final long NONE = -3;

  /** Options of the Connection field, as bits. */
  static final int CLOSE = 1;

  static final int KEEP_ALIVE = 2;
  static final int UPGRADE = 4;

  private static final byte[] CHUNKED = Octets.of("chunked");
  private static final byte[] CLOSE_TEXT = Octets.of("close");
  private static final byte[] KEEP_ALIVE_TEXT = Octets.of("keep-alive");
  private static final byte[] UPGRADE_TEXT = Octets.of("upgrade");

  private FramingFields() {}

  /** The length of the body: octets, {@link Framing#CHUNKED} or {@link #NONE}. */
  static long bodyLength(FieldLines fields, int minorVersion, Cause onError) {
    int coding = fields.first(FieldName.TRANSFER_ENCODING);
    int length = fields.first(FieldName.CONTENT_LENGTH);
    if (coding < 0) {
      return length < 0 ? NONE : length(fields, length, onError);
    }
    if (length >= 0) {
      throw refused(onError, "both Content-Length and Transfer-Encoding", "one of them");
    }
    if (minorVersion == 0) {
      throw refused(onError, "Transfer-Encoding in HTTP/1.0", "Content-Length");
    }
    if (fields.next(FieldName.TRANSFER_ENCODING, coding) >= 0) {
      throw refused(onError, "several Transfer-Encoding lines", "one");
    }
    if (!fields.valueIs(coding, CHUNKED)) {
      throw refused(onError, "Transfer-Encoding " + quotedValue(fields, coding), "'chunked'");
    }
    return Framing.CHUNKED;
  }

  private static long length(FieldLines fields, int line, Cause onError) {
    if (fields.next(FieldName.CONTENT_LENGTH, line) >= 0) {
      throw refused(onError, "several Content-Length lines", "one");
    }
    var bytes = fields.bytes();
    int end = fields.valueEnd(line);
    long length = 0;
    for (int i = fields.valueStart(line); i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || length > (Long.MAX_VALUE - digit) / 10) {
        throw refusedLength(fields, line, onError);
      }
      length = length * 10 + digit;
    }
    if (end == fields.valueStart(line)) {
      throw refusedLength(fields, line, onError);
    }
    return length;
  }

  private static ProxyFailure refusedLength(FieldLines fields, int line, Cause onError) {
    return refused(
        onError,
        "Content-Length " + quotedValue(fields, line),
        "decimal digits, at most " + Long.MAX_VALUE);
  }

  /** The options that the Connection lines name. */
  static int connection(FieldLines fields) {
    int options = 0;
    for (int line = fields.first(FieldName.CONNECTION);
        line >= 0;
        line = fields.next(FieldName.CONNECTION, line)) {
      options |= options(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
    }
    return options;
  }

  private static int options(byte[] bytes, int start, int end) {
    int options = 0;
    int i = start;
    while (i < end) {
      int comma = i;
      while (comma < end && bytes[comma] != ',') {
        comma++;
      }
      int to = comma;
      while (i < to && Octets.isBlank(bytes[i])) {
        i++;
      }
      while (to > i && Octets.isBlank(bytes[to - 1])) {
        to--;
      }
      options |= option(bytes, i, to - i);
      i = comma + 1;
    }
    return options;
  }

  private static int option(byte[] bytes, int start, int length) {
    return switch (length) {
      case 5 -> Octets.isLower(bytes, start, CLOSE_TEXT) ? CLOSE : 0;
      case 7 -> Octets.isLower(bytes, start, UPGRADE_TEXT) ? UPGRADE : 0;
      case 10 -> Octets.isLower(bytes, start, KEEP_ALIVE_TEXT) ? KEEP_ALIVE : 0;
      default -> 0;
    };
  }

  /** RFC 9112 9.3: whether the connection outlives the message. */
  static boolean keepsAlive(int options, int minorVersion) {
    return (options & CLOSE) == 0 && (minorVersion > 0 || (options & KEEP_ALIVE) != 0);
  }

  private static String quotedValue(FieldLines fields, int line) {
    return Found.quoted(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
  }

  private static ProxyFailure refused(Cause cause, String found, String expected) {
    return Found.refused(cause, found, expected);
  }
}
