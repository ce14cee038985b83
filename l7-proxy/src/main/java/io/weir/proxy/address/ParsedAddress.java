package io.weir.proxy.address;

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
    var scratch = new byte[16];
    int length = AddressSpelling.read(bytes, start, end, scratch);
    return length == 0 ? Optional.empty() : Optional.of(of(Arrays.copyOf(scratch, length)));
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
