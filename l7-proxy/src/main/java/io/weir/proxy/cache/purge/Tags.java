package io.weir.proxy.cache.purge;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import java.util.Arrays;

/**
 * The tags of a response, by which it can be purged: {@code Cache-Tag} and {@code Edge-Cache-Tag},
 * whose members are separated by commas, {@code Surrogate-Key} and {@code xkey}, by spaces. Case
 * does not matter. Kept as hashes of 64 bits: were two tags ever to share one, a purge of the one
 * would forget the other too, and nothing worse. Immutable.
 */
public final class Tags {
  /** A response with more is not stored, since what is left out could not be purged. */
  public static final int MOST = 1024;

  /** No tags. */
  public static final Tags NONE = new Tags(new long[0], true);

  private static final FieldName[] NAMES = {
    FieldName.CACHE_TAG, FieldName.SURROGATE_KEY, FieldName.EDGE_CACHE_TAG, FieldName.XKEY
  };
  private static final long BITS =
      FieldName.CACHE_TAG.bit()
          | FieldName.SURROGATE_KEY.bit()
          | FieldName.EDGE_CACHE_TAG.bit()
          | FieldName.XKEY.bit();

  private final long[] hashes;
  private final boolean isWhole;

  private Tags(long[] hashes, boolean isWhole) {
    this.hashes = hashes;
    this.isWhole = isWhole;
  }

  /** The tags in these fields of a response. */
  public static Tags of(FieldLines response) {
    if (!response.hasAny(BITS)) {
      return NONE;
    }
    var found = new Draft();
    for (var name : NAMES) {
      boolean hasSpaces = name == FieldName.SURROGATE_KEY || name == FieldName.XKEY;
      for (int i = response.first(name); i >= 0; i = response.next(name, i)) {
        found.read(response, i, hasSpaces);
      }
    }
    return found.done();
  }

  /** Leaves the fields with tags out of a reply. */
  public static void hide(Reply reply) {
    if (reply.head().fields().hasAny(BITS)) {
      for (var name : NAMES) {
        reply.changes().remove(name);
      }
    }
  }

  /** The hash of one tag; texts are octets, one character each. */
  static long hash(String tag) {
    var octets = Octets.of(tag.strip());
    return hash(octets, 0, octets.length);
  }

  private static long hash(byte[] octets, int start, int end) {
    long hash = Hash.START;
    for (int i = start; i < end; i++) {
      hash = Hash.add(hash, Octets.lower(octets[i]));
    }
    return Hash.done(hash);
  }

  /** How many there are. */
  public int count() {
    return hashes.length;
  }

  /** The hash of one. */
  public long hash(int i) {
    return hashes[i];
  }

  /** Whether these are all that the response has; else it must not be stored. */
  public boolean isWhole() {
    return isWhole;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tags tags
        && tags.isWhole == isWhole
        && Arrays.equals(tags.hashes, hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  /** Tags while they are gathered. */
  private static final class Draft {
    private long[] hashes = NONE.hashes;
    private int count;
    private boolean overflows;

    void read(FieldLines fields, int line, boolean hasSpaces) {
      var bytes = fields.bytes();
      int end = fields.valueEnd(line);
      int start = fields.valueStart(line);
      for (int i = start; i <= end; i++) {
        boolean isBetween = i == end || (hasSpaces ? Octets.isBlank(bytes[i]) : bytes[i] == ',');
        if (isBetween) {
          add(bytes, start, i);
          start = i + 1;
        }
      }
    }

    private void add(byte[] bytes, int from, int to) {
      int start = from;
      int end = to;
      while (start < end && Octets.isBlank(bytes[start])) {
        start++;
      }
      while (end > start && Octets.isBlank(bytes[end - 1])) {
        end--;
      }
      if (start == end) {
        return;
      }
      if (count == MOST) {
        overflows = true;
        return;
      }
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(4, count * 2));
      }
      hashes[count++] = hash(bytes, start, end);
    }

    Tags done() {
      return count == 0 ? NONE : new Tags(Arrays.copyOf(hashes, count), !overflows);
    }
  }
}
