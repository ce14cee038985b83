package io.weir.proxy.rewrite;

import io.weir.proxy.exchange.Octets;
import java.util.Arrays;

/** Octets as they are put together; belongs to one rendering. */
final class Rendering {
  private static final byte[] HEX = Octets.of("0123456789ABCDEF");

  private byte[] bytes = new byte[128];
  private int length;

  void put(byte octet) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = octet;
  }

  void put(byte[] from, int start, int end) {
    int size = end - start;
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
    }
    System.arraycopy(from, start, bytes, length, size);
    length += size;
  }

  /** Puts the octet percent-encoded (RFC 3986 2.1). */
  void putEncoded(byte octet) {
    put((byte) '%');
    put(HEX[octet >> 4 & 15]);
    put(HEX[octet & 15]);
  }

  byte[] toOctets() {
    return Arrays.copyOf(bytes, length);
  }
}
