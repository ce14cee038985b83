package io.weir.proxy.log;

import io.weir.proxy.exchange.Octets;

/**
 * How octets that somebody else chose get into a line such that they can neither end it nor be
 * taken for something else in it, nor reach a terminal as a control sequence.
 */
final class Escape {
  private static final byte[] UPPER = Octets.of("0123456789ABCDEF");
  private static final byte[] LOWER = Octets.of("0123456789abcdef");
  private static final int REPLACEMENT = 0xFFFD;

  private Escape() {}

  /**
   * Octets inside a JSON string (RFC 8259 7). Well-formed UTF-8 stays; an octet that is not part of
   * any becomes the character of ISO 8859-1 with that number.
   */
  static void json(Line line, byte[] octets, int start, int end) {
    int i = start;
    while (i < end) {
      int plain = i;
      while (plain < end && isPlain(octets[plain])) {
        plain++;
      }
      line.add(octets, i, plain);
      i = plain;
      if (i < end) {
        int sequence = octets[i] < 0 ? utf8Length(octets, i, end) : 0;
        if (sequence == 0) {
          jsonControl(line, octets[i++] & 0xff);
        } else {
          line.add(octets, i, i + sequence);
          i += sequence;
        }
      }
    }
  }

  /** A text inside a JSON string. */
  static void json(Line line, String text) {
    int plain = line.addPlain(text);
    line.reserve((text.length() - plain) * 6);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        line.put(c);
      } else if (c < 0xa0) {
        jsonControl(line, c);
      } else {
        int codePoint = codePointAt(text, i);
        putUtf8(line, codePoint);
        i += Character.charCount(codePoint) - 1;
      }
    }
  }

  /**
   * Octets inside quotes as nginx writes them: {@code \xXX} for whatever is not printable ASCII.
   */
  static void combined(Line line, byte[] octets, int start, int end) {
    int i = start;
    while (i < end) {
      int plain = i;
      while (plain < end && isPlain(octets[plain])) {
        plain++;
      }
      line.add(octets, i, plain);
      i = plain;
      if (i < end) {
        combinedOctet(line, octets[i++]);
      }
    }
  }

  /**
   * A text inside quotes, its UTF-8 octets as {@link #combined(Line, byte[], int, int)} has them.
   */
  static void combined(Line line, String text) {
    int plain = line.addPlain(text);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        combinedOctet(line, c);
        continue;
      }
      int codePoint = codePointAt(text, i);
      i += Character.charCount(codePoint) - 1;
      int more = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
      combinedOctet(line, leadOctet(codePoint, more));
      for (int left = more - 1; left >= 0; left--) {
        combinedOctet(line, 0x80 | codePoint >> 6 * left & 0x3f);
      }
    }
  }

  /** Printable ASCII but the quote and the backslash, in either format. */
  static boolean isPlain(int octet) {
    return octet >= ' ' && octet < 0x7f && octet != '"' && octet != '\\';
  }

  private static void jsonControl(Line line, int octet) {
    line.reserve(6);
    line.put('\\');
    switch (octet) {
      case '"' -> line.put('"');
      case '\\' -> line.put('\\');
      case '\n' -> line.put('n');
      case '\r' -> line.put('r');
      case '\t' -> line.put('t');
      default -> {
        line.put('u');
        line.put('0');
        line.put('0');
        line.put(LOWER[octet >> 4]);
        line.put(LOWER[octet & 15]);
      }
    }
  }

  private static void combinedOctet(Line line, int octet) {
    line.reserve(4);
    if (isPlain(octet)) {
      line.put(octet);
    } else {
      line.put('\\');
      line.put('x');
      line.put(UPPER[octet >> 4 & 15]);
      line.put(UPPER[octet & 15]);
    }
  }

  /**
   * The length of the well-formed sequence of two to four octets at {@code i} (RFC 3629 4), or 0 if
   * there is none; 0 also for the control characters U+0080 to U+009F, which terminals obey.
   */
  private static int utf8Length(byte[] octets, int i, int end) {
    int lead = octets[i] & 0xff;
    int second = i + 1 < end ? octets[i + 1] & 0xff : 0;
    int length;
    int lowest = 0x80;
    int highest = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
      length = 2;
      lowest = lead == 0xc2 ? 0xa0 : 0x80;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      length = 3;
      lowest = lead == 0xe0 ? 0xa0 : 0x80;
      highest = lead == 0xed ? 0x9f : 0xbf;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      length = 4;
      lowest = lead == 0xf0 ? 0x90 : 0x80;
      highest = lead == 0xf4 ? 0x8f : 0xbf;
    } else {
      return 0;
    }
    if (i + length > end || second < lowest || second > highest) {
      return 0;
    }
    for (int k = i + 2; k < i + length; k++) {
      if ((octets[k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The code point at {@code i}; the replacement character for half of a surrogate pair. */
  private static int codePointAt(String text, int i) {
    int codePoint = text.codePointAt(i);
    return codePoint >= 0xd800 && codePoint <= 0xdfff ? REPLACEMENT : codePoint;
  }

  private static void putUtf8(Line line, int codePoint) {
    int more = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    line.put(leadOctet(codePoint, more));
    for (int left = more - 1; left >= 0; left--) {
      line.put(0x80 | codePoint >> 6 * left & 0x3f);
    }
  }

  private static int leadOctet(int codePoint, int more) {
    return 0xff00 >> more + 1 & 0xff | codePoint >> 6 * more;
  }
}
