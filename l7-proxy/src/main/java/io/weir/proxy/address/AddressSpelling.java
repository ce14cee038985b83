package io.weir.proxy.address;

import java.util.Arrays;

/**
 * Reads the octets of an address from text without making garbage, never by way of a resolver.
 * Strict: no leading zeros in IPv4 (which some read as octal), no zones.
 */
final class AddressSpelling {
  private AddressSpelling() {}

  /**
   * Reads the address that the octets spell.
   *
   * @param into gets it; at least 16 bytes
   * @return how many bytes the address has, 4 or 16; 0 if it is none
   */
  static int read(byte[] bytes, int start, int end, byte[] into) {
    if (readFour(bytes, start, end, into, 0)) {
      return 4;
    }
    Arrays.fill(into, 0, 16, (byte) 0);
    return readSix(bytes, start, end, into) ? 16 : 0;
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
}
