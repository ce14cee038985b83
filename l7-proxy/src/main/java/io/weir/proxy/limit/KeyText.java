package io.weir.proxy.limit;

import java.util.Arrays;

/**
 * The octets that a key is made of, on their way into a hash. One for each loop; grows as needed.
 */
final class KeyText {
  private byte[] octets = new byte[256];
  private int length;
  private int partStart;
  private boolean isEmpty = true;

  /** Forgets what was there. */
  void clear() {
    length = 0;
    isEmpty = true;
  }

  /** Begins a part. Its length stands before it, so that no two combinations read the same. */
  void begin() {
    ensure(4);
    length += 4;
    partStart = length;
  }

  void add(byte[] from, int start, int end) {
    ensure(end - start);
    System.arraycopy(from, start, octets, length, end - start);
    length += end - start;
  }

  void add(byte octet) {
    ensure(1);
    octets[length++] = octet;
  }

  /** Ends the part. */
  void end() {
    int size = length - partStart;
    isEmpty &= size == 0;
    for (int i = 0; i < 4; i++) {
      octets[partStart - 4 + i] = (byte) (size >>> (8 * i));
    }
  }

  /** Whether every part so far is empty. */
  boolean isEmpty() {
    return isEmpty;
  }

  byte[] octets() {
    return octets;
  }

  int length() {
    return length;
  }

  private void ensure(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
    }
  }
}
