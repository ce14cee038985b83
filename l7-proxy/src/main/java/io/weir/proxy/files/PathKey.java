package io.weir.proxy.files;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Octets of a path as a key. One that is moved over requests' octets finds what was kept under
 * copies, so that a look-up makes no garbage. Ordered, so that a map stays quick when someone sends
 * paths with equal hashes.
 */
final class PathKey implements Comparable<PathKey> {
  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int hash;

  /** Points at these octets, which must not change while the key is looked for. */
  PathKey over(byte[] octets, int from, int to) {
    bytes = octets;
    start = from;
    end = to;
    int sum = 1;
    for (int i = from; i < to; i++) {
      sum = 31 * sum + octets[i];
    }
    hash = sum;
    return this;
  }

  /** A key with octets of its own. */
  PathKey copy() {
    return new PathKey().over(Arrays.copyOfRange(bytes, start, end), 0, end - start);
  }

  int length() {
    return end - start;
  }

  @Override
  public int compareTo(PathKey other) {
    return Arrays.compare(bytes, start, end, other.bytes, other.start, other.end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathKey key
        && key.hash == hash
        && Arrays.equals(bytes, start, end, key.bytes, key.start, key.end);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
