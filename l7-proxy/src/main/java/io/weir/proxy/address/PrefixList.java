package io.weir.proxy.address;

import java.util.Arrays;

/** Prefixes as they come, in any order and overlapping, and the way to a {@link PrefixTree}. */
final class PrefixList {
  private final boolean hasLow;
  private long[] high = new long[16];
  private long[] low;
  private byte[] lengths = new byte[16];
  private int count;

  /**
   * @param hasLow whether prefixes have more than 64 bits
   */
  PrefixList(boolean hasLow) {
    this.hasLow = hasLow;
    this.low = new long[hasLow ? 16 : 0];
  }

  int count() {
    return count;
  }

  void add(long first, long second, int length) {
    if (count == lengths.length) {
      int room = count * 2;
      high = Arrays.copyOf(high, room);
      low = hasLow ? Arrays.copyOf(low, room) : low;
      lengths = Arrays.copyOf(lengths, room);
    }
    high[count] = first;
    if (hasLow) {
      low[count] = second;
    }
    lengths[count++] = (byte) length;
  }

  /** The tree of what was added; prefixes inside others are left out. */
  PrefixTree tree() {
    var order = order();
    var firsts = new long[count];
    var seconds = new long[hasLow ? count : 0];
    var sizes = new byte[count];
    int kept = 0;
    int last = -1;
    for (int entry : order) {
      if (last < 0 || !contains(last, entry)) {
        firsts[kept] = high[entry];
        if (hasLow) {
          seconds[kept] = low[entry];
        }
        sizes[kept++] = lengths[entry];
        last = entry;
      }
    }
    return new PrefixTree(
        Arrays.copyOf(firsts, kept),
        Arrays.copyOf(seconds, hasLow ? kept : 0),
        Arrays.copyOf(sizes, kept));
  }

  /** Numbers of entries in ascending order, the wider first where two begin alike. */
  private int[] order() {
    var from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = i;
    }
    var into = new int[count];
    // Merging, from the bottom up: no garbage, and files that are sorted already take no time.
    for (int width = 1; width < count; width *= 2) {
      for (int start = 0; start < count; start += 2 * width) {
        int middle = Math.min(start + width, count);
        merge(from, into, start, middle, Math.min(middle + width, count));
      }
      var spare = from;
      from = into;
      into = spare;
    }
    return from;
  }

  private void merge(int[] from, int[] into, int start, int middle, int end) {
    if (middle == end || compare(from[middle - 1], from[middle]) <= 0) {
      System.arraycopy(from, start, into, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      boolean takesLeft = left < middle && (right == end || compare(from[left], from[right]) <= 0);
      into[at] = takesLeft ? from[left++] : from[right++];
    }
  }

  private int compare(int one, int other) {
    int order = Long.compareUnsigned(high[one], high[other]);
    if (order == 0 && hasLow) {
      order = Long.compareUnsigned(low[one], low[other]);
    }
    return order != 0 ? order : Integer.compare(length(one), length(other));
  }

  /** Whether the second prefix, which comes later in the order, is inside the first. */
  private boolean contains(int wide, int narrow) {
    int length = length(wide);
    if (length > length(narrow)) {
      return false;
    }
    if (length <= 64) {
      return length == 0 || (high[wide] ^ high[narrow]) >>> (64 - length) == 0;
    }
    return high[wide] == high[narrow] && (low[wide] ^ low[narrow]) >>> (128 - length) == 0;
  }

  private int length(int entry) {
    return lengths[entry] & 0xff;
  }
}
