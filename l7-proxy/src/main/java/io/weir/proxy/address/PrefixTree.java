package io.weir.proxy.address;

import java.util.Arrays;

/**
 * Disjoint prefixes of bit strings of up to 128 bits, found by a level- and path-compressed trie
 * (Nilsson and Karlsson, 1999). A node looks at as many bits at once as its entries fill more than
 * half of the branches for, and skips the bits that all of them share; what was skipped is made up
 * for by comparing the one entry that a walk ends at. So a walk touches three or four nodes where a
 * binary trie of a million entries touches thirty, and the whole is four arrays with nothing for
 * the collector to follow. Immutable.
 *
 * <p>A node is one long: the bits to branch on in 40 and above (0: an entry), the bits to skip in
 * 32 to 39, and in the lower half its first child, or the entry's number, or -1 for none.
 */
final class PrefixTree {
  private static final int MOST_BRANCH_BITS = 16;
  private static final long NO_ENTRY = 0xffff_ffffL;

  private final long[] high;
  private final long[] low;
  private final byte[] lengths;
  private final int size;
  private long[] nodes;
  private int used = 1;

  /**
   * Compiles prefixes, which are disjoint and in ascending order.
   *
   * @param high the first 64 bits of each
   * @param low the other 64 bits; has no elements if all prefixes are shorter than 65 bits
   */
  PrefixTree(long[] high, long[] low, byte[] lengths) {
    this.high = high;
    this.low = low;
    this.lengths = lengths;
    this.size = lengths.length;
    this.nodes = new long[Math.max(1, size)];
    // Made before the array is looked at, which grows meanwhile.
    long root = size == 0 ? NO_ENTRY : node(0, size, 0);
    nodes = Arrays.copyOf(nodes, used);
    nodes[0] = root;
  }

  /** How many prefixes there are. */
  int size() {
    return size;
  }

  /** What the arrays hold, in bytes. */
  long bytes() {
    return 8L * (high.length + low.length + nodes.length) + lengths.length;
  }

  /** Whether a prefix begins the bit string. */
  boolean contains(long first, long second) {
    long node = nodes[0];
    int at = 0;
    int branch = (int) (node >>> 40);
    while (branch != 0) {
      at += (int) (node >>> 32) & 0xff;
      node = nodes[(int) node + bits(first, second, at, branch)];
      at += branch;
      branch = (int) (node >>> 40);
    }
    int entry = (int) node;
    return entry >= 0 && begins(entry, first, second);
  }

  private boolean begins(int entry, long first, long second) {
    int length = lengths[entry] & 0xff;
    if (length <= 64) {
      return length == 0 || (first ^ high[entry]) >>> (64 - length) == 0;
    }
    return first == high[entry] && (second ^ low[entry]) >>> (128 - length) == 0;
  }

  /** Some bits as a number, 1 to 16 of them. */
  private static int bits(long first, long second, int at, int count) {
    if (at + count <= 64) {
      return (int) ((first << at) >>> (64 - count));
    }
    if (at >= 64) {
      return (int) ((second << (at - 64)) >>> (64 - count));
    }
    return (int) ((first << at | second >>> (64 - at)) >>> (64 - count));
  }

  private int bits(int entry, int at, int count) {
    return bits(high[entry], low.length == 0 ? 0 : low[entry], at, count);
  }

  /** The node for some neighbouring entries, which share all bits in front of {@code at}. */
  private long node(int from, int to, int at) {
    if (to - from == 1) {
      return from;
    }
    int common = common(from, to - 1);
    int branch = branch(from, to, common);
    int child = used;
    used += 1 << branch;
    if (used > nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(used, nodes.length + (nodes.length >> 1)));
    }
    fill(child, from, to, common, branch);
    return (long) branch << 40 | (long) (common - at) << 32 | child;
  }

  private void fill(int child, int from, int to, int at, int branch) {
    int next = from;
    int wideUntil = 0;
    long wide = NO_ENTRY;
    for (int slot = 0; slot < 1 << branch; slot++) {
      int first = next;
      while (next < to && bits(next, at, branch) == slot) {
        next++;
      }
      if (next == first) {
        nodes[child + slot] = slot < wideUntil ? wide : NO_ENTRY;
        continue;
      }
      long made = node(first, next, at + branch);
      nodes[child + slot] = made;
      int missing = at + branch - (lengths[first] & 0xff);
      if (missing > 0) {
        // The prefix is shorter than what is branched on: it has the slots behind this one too.
        wide = made;
        wideUntil = slot + (1 << missing);
      }
    }
  }

  /** How many bits two prefixes share; being disjoint, they differ before either ends. */
  private int common(int one, int other) {
    long difference = high[one] ^ high[other];
    return difference != 0 || low.length == 0
        ? Long.numberOfLeadingZeros(difference)
        : 64 + Long.numberOfLeadingZeros(low[one] ^ low[other]);
  }

  /** The most bits of which the entries have more than half of all values. */
  private int branch(int from, int to, int at) {
    int most = Math.min(MOST_BRANCH_BITS, 32 - Integer.numberOfLeadingZeros(to - from));
    for (int branch = Math.min(most, 128 - at); branch > 1; branch--) {
      if (values(from, to, at, branch) > 1 << (branch - 1)) {
        return branch;
      }
    }
    return 1;
  }

  private int values(int from, int to, int at, int branch) {
    int count = 1;
    int last = bits(from, at, branch);
    for (int i = from + 1; i < to; i++) {
      int value = bits(i, at, branch);
      count += value == last ? 0 : 1;
      last = value;
    }
    return count;
  }
}
