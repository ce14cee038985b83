package io.weir.proxy.route;

import io.weir.proxy.exchange.Octets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IP address read from text, never by way of a resolver. IPv4-mapped IPv6 addresses are IPv4
 * (RFC 4291 2.5.5.2). Strict: no leading zeros in IPv4 (which some read as octal), no zones.
 *
 * @param bytes 4 or 16 of them
 * @param text in the form of RFC 5952, whatever form it was read from
 */
public record ParsedAddress(byte[] bytes, String text) {
  /** The address with these 4 or 16 bytes. */
  public static ParsedAddress of(byte[] bytes) {
    var folded = isMapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    return new ParsedAddress(folded, folded.length == 4 ? textOfFour(folded) : textOfSix(folded));
  }

  /** The address that the text spells, if it spells one. */
  public static Optional<ParsedAddress> parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return Optional.empty();
      }
    }
    var octets = Octets.of(text);
    return parse(octets, 0, octets.length);
  }

  /** The address that the octets spell, if they spell one. */
  public static Optional<ParsedAddress> parse(byte[] bytes, int start, int end) {
    var four = new byte[4];
    if (readFour(bytes, start, end, four, 0)) {
      return Optional.of(of(four));
    }
    var six = new byte[16];
    return readSix(bytes, start, end, six) ? Optional.of(of(six)) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParsedAddress(var others, _) && Arrays.equals(bytes, others);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean readFour(byte[] bytes, int start, int end, byte[] into, int offset) {
    int at = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && (at == end || bytes[at++] != '.')) {
        return false;
      }
      int from = at;
      int value = 0;
      while (at < end && at - from < 3 && bytes[at] >= '0' && bytes[at] <= '9') {
        value = value * 10 + bytes[at++] - '0';
      }
      if (at == from || value > 255 || (at - from > 1 && bytes[from] == '0')) {
        return false;
      }
      into[offset + part] = (byte) value;
    }
    return at == end;
  }

  private static boolean readSix(byte[] bytes, int start, int end, byte[] into) {
    int at = start;
    int filled = 0;
    int gap = -1;
    if (startsGap(bytes, at, end)) {
      gap = 0;
      at += 2;
    }
    while (at < end) {
      int stop = at;
      while (stop < end && stop - at < 4 && Character.digit(bytes[stop], 16) >= 0) {
        stop++;
      }
      if (stop < end && bytes[stop] == '.') {
        boolean fits = filled <= 12 && readFour(bytes, at, end, into, filled);
        return fits && finish(into, filled + 4, gap);
      }
      if (stop == at || filled == 16) {
        return false;
      }
      int group = hex(bytes, at, stop);
      into[filled++] = (byte) (group >> 8);
      into[filled++] = (byte) group;
      at = stop;
      if (startsGap(bytes, at, end) && gap < 0) {
        gap = filled;
        at += 2;
      } else if (at < end && (bytes[at] != ':' || ++at == end)) {
        return false;
      }
    }
    return finish(into, filled, gap);
  }

  private static boolean startsGap(byte[] bytes, int at, int end) {
    return at + 1 < end && bytes[at] == ':' && bytes[at + 1] == ':';
  }

  private static int hex(byte[] bytes, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value << 4 | Character.digit(bytes[i], 16);
    }
    return value;
  }

  /** Moves what was read behind the gap to the end; without a gap all must be there. */
  private static boolean finish(byte[] into, int filled, int gap) {
    if (gap < 0) {
      return filled == 16;
    }
    int behind = filled - gap;
    // A gap stands for at least one group of zeros (RFC 4291 2.2).
    if (filled > 14) {
      return false;
    }
    System.arraycopy(into, gap, into, 16 - behind, behind);
    Arrays.fill(into, gap, 16 - behind, (byte) 0);
    return true;
  }

  private static boolean isMapped(byte[] bytes) {
    if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static String textOfFour(byte[] bytes) {
    return (bytes[0] & 0xff)
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (bytes[2] & 0xff)
        + "."
        + (bytes[3] & 0xff);
  }

  private static String textOfSix(byte[] bytes) {
    var groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int gap = longestZeros(groups);
    int gapEnd = gap < 0 ? -1 : zerosEnd(groups, gap);
    var text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i = gapEnd - 1;
      } else {
        text.append(i > 0 && i != gapEnd ? ":" : "").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  // RFC 5952 4.2: the longest run of two zero groups or more, the first among equals.
  private static int longestZeros(int[] groups) {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = zerosEnd(groups, i) - i;
      if (length > bestLength) {
        best = i;
        bestLength = length;
      }
    }
    return best;
  }

  private static int zerosEnd(int[] groups, int start) {
    int end = start;
    while (end < 8 && groups[end] == 0) {
      end++;
    }
    return end;
  }
}
