package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.util.Arrays;

/**
 * Where a loop composes a head before it is copied to the wire in one piece. One per loop; what is
 * in it is good until the next {@link #reset}.
 */
public final class HeadBuffer {
  /**
   * Fields that concern one connection only (RFC 9110 7.6.1) and are never passed on as they came,
   * {@code TE} and {@code Upgrade} among them: whoever forwards those writes them anew.
   */
  public static final long HOP_BY_HOP =
      FieldName.CONNECTION.bit()
          | FieldName.KEEP_ALIVE.bit()
          | FieldName.PROXY_CONNECTION.bit()
          | FieldName.PROXY_AUTHENTICATE.bit()
          | FieldName.PROXY_AUTHORIZATION.bit()
          | FieldName.TE.bit()
          | FieldName.TRANSFER_ENCODING.bit()
          | FieldName.UPGRADE.bit()
          | FieldName.HTTP2_SETTINGS.bit();

  /**
   * Fields that frame, route or authorize, and so have no business behind the content (RFC 9110
   * 6.5.1).
   */
  public static final long NOT_IN_TRAILERS =
      HOP_BY_HOP
          | FieldName.CONTENT_LENGTH.bit()
          | FieldName.HOST.bit()
          | FieldName.TRAILER.bit()
          | FieldName.AUTHORIZATION.bit()
          | FieldName.COOKIE.bit()
          | FieldName.SET_COOKIE.bit()
          | FieldName.CONTENT_TYPE.bit()
          | FieldName.CONTENT_ENCODING.bit()
          | FieldName.CONTENT_RANGE.bit();

  // A sender must not have these removed by naming them in Connection: framing and routing need
  // them.
  private static final long NOT_BY_CONNECTION =
      FieldName.HOST.bit() | FieldName.CONTENT_LENGTH.bit() | HOP_BY_HOP;

  private byte[] bytes = new byte[4096];
  private int length;

  /** Starts over. */
  public HeadBuffer reset() {
    length = 0;
    return this;
  }

  /** How many octets there are. */
  public int length() {
    return length;
  }

  public HeadBuffer put(byte[] octets) {
    return put(octets, 0, octets.length);
  }

  public HeadBuffer put(byte[] octets, int start, int end) {
    room(end - start);
    System.arraycopy(octets, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  public HeadBuffer put(int octet) {
    room(1);
    bytes[length++] = (byte) octet;
    return this;
  }

  /** Puts a text of ASCII. */
  @SuppressWarnings("deprecation") // the cheapest copy there is for text known to be Latin-1
  public HeadBuffer put(String ascii) {
    int size = ascii.length();
    room(size);
    ascii.getBytes(0, size, bytes, length);
    length += size;
    return this;
  }

  public HeadBuffer putDecimal(long number) {
    room(20);
    length = Octets.putDecimal(bytes, length, number);
    return this;
  }

  /** Puts a number in hexadecimal. */
  public HeadBuffer putHex(int number) {
    int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(number)) >> 2);
    room(digits);
    for (int shift = (digits - 1) << 2; shift >= 0; shift -= 4) {
      int digit = number >>> shift & 15;
      bytes[length++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    return this;
  }

  public HeadBuffer crlf() {
    room(2);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
    return this;
  }

  /**
   * Puts the lines that stay, in runs as long as they come, and then those that are added.
   *
   * @param leftOut names left out beside those that {@code changes} leaves out, as their bits
   */
  public void putFields(FieldLines fields, long leftOut, FieldChanges changes) {
    long out = leftOut | changes.removedNames();
    boolean named = fields.has(FieldName.CONNECTION) && namesOthers(fields);
    boolean perLine = named || !changes.removedLower().isEmpty();
    int count = fields.count();
    int runStart = -1;
    for (int i = 0; i < count; i++) {
      var name = fields.name(i);
      boolean stays =
          (name == null || (out & name.bit()) == 0)
              && !(perLine && isLeftOut(fields, i, named, changes));
      if (stays && runStart >= 0 && fields.lineStart(i) != fields.lineEnd(i - 1)) {
        // A line between them was dropped by the parser, so the run ends here.
        put(fields.bytes(), runStart, fields.lineEnd(i - 1));
        runStart = fields.lineStart(i);
      } else if (stays && runStart < 0) {
        runStart = fields.lineStart(i);
      } else if (!stays && runStart >= 0) {
        put(fields.bytes(), runStart, fields.lineEnd(i - 1));
        runStart = -1;
      }
    }
    if (runStart >= 0) {
      put(fields.bytes(), runStart, fields.lineEnd(count - 1));
    }
    var added = changes.added();
    for (int i = 0; i < added.size(); i++) {
      put(added.get(i));
    }
  }

  /** Copies the whole into the buffer. */
  public void copyTo(ByteBuf target) {
    target.writeBytes(bytes, 0, length);
  }

  /** Copies the whole into the buffer at an index, which has the room. */
  public void copyTo(ByteBuf target, int at) {
    target.setBytes(at, bytes, 0, length);
  }

  /** A copy of the whole. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private static boolean isLeftOut(
      FieldLines fields, int line, boolean named, FieldChanges changes) {
    for (var lower : changes.removedLower()) {
      if (fields.isNamed(line, lower)) {
        return true;
      }
    }
    if (!named) {
      return false;
    }
    var name = fields.name(line);
    if (name != null && (name.bit() & NOT_BY_CONNECTION) != 0) {
      return false;
    }
    return isNamedByConnection(fields, line);
  }

  private static boolean isNamedByConnection(FieldLines fields, int line) {
    var bytes = fields.bytes();
    int start = fields.lineStart(line);
    var lower = new byte[fields.nameEnd(line) - start];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (byte) Octets.lower(bytes[start + i]);
    }
    for (int i = fields.first(FieldName.CONNECTION); i >= 0; ) {
      if (Octets.listHas(bytes, fields.valueStart(i), fields.valueEnd(i), lower)) {
        return true;
      }
      i = fields.next(FieldName.CONNECTION, i);
    }
    return false;
  }

  private static final byte[] CLOSE = Octets.of("close");
  private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
  private static final byte[] UPGRADE = Octets.of("upgrade");

  private static boolean namesOthers(FieldLines fields) {
    for (int i = fields.first(FieldName.CONNECTION); i >= 0; ) {
      if (!fields.valueIs(i, KEEP_ALIVE)
          && !fields.valueIs(i, CLOSE)
          && !fields.valueIs(i, UPGRADE)) {
        return true;
      }
      i = fields.next(FieldName.CONNECTION, i);
    }
    return false;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
