package io.weir.proxy.http1;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.Arrays;

/**
 * Brings a path into the one form that is both matched and sent ({@code docs/paths.md} has the
 * rules and their reasons). Scratch of one loop.
 */
final class PathNormalizer {
  private static final byte[] UPPER_HEX =
      "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private byte[] out = new byte[256];
  private int length;

  /** Where the segment being written starts in {@link #out}. */
  private int segment;

  /** Where the part behind its last encoded slash starts, or the segment if it has none. */
  private int part;

  /** Whether an encoded slash may be there. */
  private boolean slashPasses;

  /** Where its parameters start: at a semicolon, plain or encoded; -1 if it has none. */
  private int parameters;

  /** Continuation octets of UTF-8 still wanted, and the range that the next may be in. */
  private int continuations;

  private int least;
  private int most;

  /** The normalized path, in the first {@link #length} octets. */
  byte[] octets() {
    return out;
  }

  int length() {
    return length;
  }

  /** Whether the last path was normalized already. */
  boolean isUnchanged(byte[] bytes, int start, int end) {
    return Arrays.equals(out, 0, length, bytes, start, end);
  }

  /**
   * Normalizes the path; it starts with a slash and has only octets that a path may have.
   *
   * @param encodedSlash whether it may have an encoded slash, which then stays as it is
   */
  void normalize(byte[] bytes, int start, int end, boolean encodedSlash) {
    slashPasses = encodedSlash;
    int room = 3 * (end - start);
    if (out.length < room) {
      out = new byte[room];
    }
    out[0] = '/';
    length = 1;
    beginSegment();
    int i = start + 1;
    while (i < end) {
      byte octet = bytes[i];
      if (octet == '%') {
        escape(bytes, i, end);
        i += 3;
        continue;
      }
      wantNoContinuation();
      if (octet == '/') {
        endSegment(false);
      } else if ((Grammar.TARGET[octet & 0xff] & Grammar.ENCODED) != 0) {
        putEncoded(octet);
      } else {
        if (octet == ';') {
          noteParameters();
        }
        out[length++] = octet;
      }
      i++;
    }
    wantNoContinuation();
    endSegment(true);
  }

  private void beginSegment() {
    segment = length;
    part = length;
    parameters = -1;
    continuations = 0;
  }

  private void endSegment(boolean last) {
    int nameEnd = parameters < 0 ? length : parameters;
    boolean dots = isDots(segment, nameEnd);
    if (part > segment && isDots(part, nameEnd)) {
      throw refused("dots behind an encoded slash");
    }
    if (parameters >= 0 && (dots || !last)) {
      throw refused("parameters behind a segment that is not the last, or behind dots");
    }
    if (dots) {
      boolean up = nameEnd - segment == 2;
      if (up && segment == 1) {
        throw refused("'..' above the root");
      }
      length = up ? parentOf(segment) : segment;
    } else if (!last && length > segment) {
      out[length++] = '/';
    }
    beginSegment();
  }

  private boolean isDots(int start, int nameEnd) {
    int dots = nameEnd - start;
    return dots >= 1 && dots <= 2 && out[start] == '.' && out[nameEnd - 1] == '.';
  }

  /**
   * Ends a part of a segment. An upstream that takes the encoded slash for a plain one must not
   * find a way up, nor parameters, in what is one segment here.
   */
  private void endPart() {
    if (!slashPasses) {
      throw refused("an encoded slash");
    }
    if (isDots(part, length) || parameters >= 0) {
      throw refused("dots or parameters before an encoded slash");
    }
    putEncoded((byte) '/');
    part = length;
  }

  /** Where the segment before the one at {@code at} starts. */
  private int parentOf(int at) {
    int i = at - 1;
    while (out[i - 1] != '/') {
      i--;
    }
    return i;
  }

  private void noteParameters() {
    if (parameters < 0) {
      parameters = length;
    }
  }

  private void escape(byte[] bytes, int at, int end) {
    int high = at + 2 < end ? Grammar.hex(bytes[at + 1]) : -1;
    int low = at + 2 < end ? Grammar.hex(bytes[at + 2]) : -1;
    if (high < 0 || low < 0) {
      throw refused("'%' without two hexadecimal digits");
    }
    int octet = high << 4 | low;
    if (octet >= 0x80) {
      checkUtf8(octet);
      putEncoded((byte) octet);
      return;
    }
    wantNoContinuation();
    if (octet == '/') {
      endPart();
      return;
    }
    if (octet < ' ' || octet == 0x7f || octet == '\\') {
      throw refused("an encoded backslash or control octet");
    }
    if (Grammar.isUnreserved(octet)) {
      out[length++] = (byte) octet;
      return;
    }
    if (octet == ';') {
      noteParameters();
    }
    putEncoded((byte) octet);
  }

  private void putEncoded(byte octet) {
    out[length++] = '%';
    out[length++] = UPPER_HEX[octet >> 4 & 15];
    out[length++] = UPPER_HEX[octet & 15];
  }

  /** RFC 3629 4: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
  private void checkUtf8(int octet) {
    if (continuations > 0) {
      if (octet < least || octet > most) {
        throw refused("encoded octets that are not UTF-8");
      }
      continuations--;
      least = 0x80;
      most = 0xbf;
      return;
    }
    if (octet < 0xc2 || octet > 0xf4) {
      throw refused("encoded octets that are not UTF-8");
    }
    continuations = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
    least = octet == 0xe0 ? 0xa0 : octet == 0xf0 ? 0x90 : 0x80;
    most = octet == 0xed ? 0x9f : octet == 0xf4 ? 0x8f : 0xbf;
  }

  private void wantNoContinuation() {
    if (continuations > 0) {
      throw refused("encoded octets that are not UTF-8");
    }
  }

  private static ProxyFailure refused(String found) {
    return Found.refused(Cause.BAD_TARGET, found + " in the path", "a path that reads one way");
  }
}
