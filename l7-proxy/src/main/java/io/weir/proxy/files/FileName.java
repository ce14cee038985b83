package io.weir.proxy.files;

import io.weir.proxy.failure.Cause;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * What a path names, seen from the folder. Percent-encoding is resolved exactly once, and a name
 * that could mean two things to two readers is refused instead of repaired: an encoded slash, a
 * backslash, a dot segment, an empty segment, a control octet, octets that are no UTF-8.
 */
sealed interface FileName {
  /** Longest name of one file on Linux, in octets. */
  int NAME_MAX = 255;

  /** Longest relative name looked up, in octets: what Linux takes in one call (PATH_MAX). */
  int PATH_MAX = 4096;

  /**
   * A name that stays below the folder.
   *
   * @param relative segments joined by slashes, none first or last; empty for the folder itself
   * @param folder whether the path ended in a slash, so that it names a folder
   */
  record Below(String relative, boolean folder) implements FileName {}

  /** No name that is looked for. */
  record Refused(Cause why, String detail) implements FileName {}

  /**
   * Reads the octets of a path, without its first slash.
   *
   * @param bytes percent-encoded (RFC 3986 2.1)
   */
  static FileName of(byte[] bytes, int start, int end) {
    if (end - start > 3 * PATH_MAX) {
      return new Refused(Cause.NO_FILE, "found a path longer than any file's name");
    }
    var octets = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      int octet = bytes[i] & 0xff;
      boolean encoded = octet == '%';
      if (encoded) {
        octet = i + 2 < end ? hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]) : -1;
        i += 2;
      }
      if (octet < 0) {
        return new Refused(Cause.BAD_TARGET, "found '%' without two hexadecimal digits in a path");
      }
      if (octet < 0x20 || octet == 0x7f || octet == '\\' || (encoded && octet == '/')) {
        return refused("octet 0x%02x in a file's name".formatted(octet));
      }
      octets[length++] = (byte) octet;
    }
    return decoded(octets, length);
  }

  private static FileName decoded(byte[] octets, int length) {
    String text;
    try {
      // The decoder refuses overlong forms and surrogates, which would be second spellings.
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets, 0, length))
              .toString();
    } catch (CharacterCodingException _) {
      return new Refused(Cause.BAD_TARGET, "found octets that are no UTF-8 in a path");
    }
    if (length > PATH_MAX) {
      return new Refused(Cause.NO_FILE, "found a path longer than any file's name");
    }
    return segments(text);
  }

  private static FileName segments(String text) {
    if (text.isEmpty()) {
      return new Below("", true);
    }
    int start = 0;
    while (start < text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      if (end == start) {
        return refused("an empty segment in a path");
      }
      var segment = text.substring(start, end);
      // Hidden names are repositories, editors' leavings and secrets; RFC 8615 has the exception.
      if (segment.charAt(0) == '.' && !segment.equals(".well-known")) {
        return refused("a name that starts with a dot");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
        return new Refused(Cause.NO_FILE, "found a segment longer than any file's name");
      }
      start = end + 1;
    }
    boolean folder = text.charAt(text.length() - 1) == '/';
    return new Below(folder ? text.substring(0, text.length() - 1) : text, folder);
  }

  private static Refused refused(String what) {
    return new Refused(Cause.FILE_REFUSED, "found " + what + ", which is never served");
  }

  private static int hex(byte digit) {
    return Character.digit(digit, 16);
  }
}
