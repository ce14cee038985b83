package io.weir.proxy.route;

import io.weir.dsl.model.Cidr;
import java.util.Arrays;
import java.util.List;

/**
 * A set of networks that is asked for an address bit by bit, however many networks there are: one
 * binary trie for IPv4 and one for IPv6. Immutable.
 */
final class Networks {
  private static final int COVERED = -1;

  private final int[] four;
  private final int[] six;

  private Networks(int[] four, int[] six) {
    this.four = four;
    this.six = six;
  }

  /** The set of these networks. */
  static Networks of(List<Cidr> networks) {
    return new Networks(trie(networks, 4), trie(networks, 16));
  }

  /** Whether a network contains the address, which has 4 or 16 bytes. */
  boolean contains(byte[] address) {
    var trie = address.length == 4 ? four : six;
    int at = trie[0];
    for (int bit = 0; at > 0 && bit < address.length * 8; bit++) {
      at = trie[at + bit(address, bit)];
    }
    return at == COVERED;
  }

  // Slot 0 holds the root; a node is two slots, one for each bit: another node, COVERED or 0.
  private static int[] trie(List<Cidr> networks, int size) {
    var trie = new int[64];
    int used = 1;
    for (var network : networks) {
      var address = network.address();
      int slot = 0;
      for (int bit = 0; address.length == size && bit <= network.prefix(); bit++) {
        if (trie[slot] == COVERED) {
          break;
        }
        if (bit == network.prefix()) {
          trie[slot] = COVERED;
        } else {
          if (trie[slot] == 0) {
            if (used + 2 > trie.length) {
              trie = Arrays.copyOf(trie, trie.length * 2);
            }
            trie[slot] = used;
            used += 2;
          }
          slot = trie[slot] + bit(address, bit);
        }
      }
    }
    return Arrays.copyOf(trie, used);
  }

  private static int bit(byte[] address, int number) {
    return address[number >> 3] >> (7 - (number & 7)) & 1;
  }
}
