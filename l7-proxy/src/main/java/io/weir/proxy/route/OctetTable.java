package io.weir.proxy.route;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash table from octets to values that is asked with a slice of an array, so that no
 * key is made to ask. The hash runs from right to left: {@code h * 31 + octet}, so one pass over a
 * host name yields the hash of each of its suffixes.
 */
final class OctetTable<V> {
  private final byte[][] keys;
  private final int[] hashes;
  private final @Nullable Object[] values;
  private final int mask;

  private OctetTable(int size) {
    int capacity = Integer.highestOneBit(Math.max(1, size) * 2 - 1) * 2;
    keys = new byte[capacity][];
    hashes = new int[capacity];
    values = new @Nullable Object[capacity];
    mask = capacity - 1;
  }

  /** A table of the entries; texts of ASCII or ISO 8859-1 are told apart by their octets. */
  static <V> OctetTable<V> of(Map<Key, V> entries) {
    var table = new OctetTable<V>(entries.size());
    entries.forEach(table::put);
    return table;
  }

  /** A table that only says whether a text is there. */
  static OctetTable<Boolean> setOf(List<String> texts, Function<String, byte[]> encoding) {
    var entries = new LinkedHashMap<Key, Boolean>();
    texts.forEach(text -> entries.put(new Key(encoding.apply(text)), true));
    return of(entries);
  }

  /** One step of the hash: the hash of a slice that has this octet in front. */
  static int hash(int hashBehind, byte octet) {
    return hashBehind * 31 + octet;
  }

  /** The value for the octets, or null. */
  @Nullable V find(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = end - 1; i >= start; i--) {
      hash = hash(hash, bytes[i]);
    }
    return find(bytes, start, end, hash);
  }

  /** The value for the octets, whose hash is known, or null. */
  @SuppressWarnings("unchecked")
  @Nullable V find(byte[] bytes, int start, int end, int hash) {
    int slot = slot(hash);
    for (var value = values[slot]; value != null; value = values[slot]) {
      if (hashes[slot] == hash
          && Arrays.equals(keys[slot], 0, keys[slot].length, bytes, start, end)) {
        return (V) value;
      }
      slot = (slot + 1) & mask;
    }
    return null;
  }

  private void put(Key key, V value) {
    int hash = key.hashCode();
    int slot = slot(hash);
    while (values[slot] != null) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = key.octets;
    hashes[slot] = hash;
    values[slot] = value;
  }

  private int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & mask;
  }

  /** Octets as a key of an ordinary map, while a table is gathered. */
  record Key(byte[] octets) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key(var others) && Arrays.equals(octets, others);
    }

    @Override
    public int hashCode() {
      int hash = 0;
      for (int i = octets.length - 1; i >= 0; i--) {
        hash = hash(hash, octets[i]);
      }
      return hash;
    }
  }
}
