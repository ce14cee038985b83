package io.weir.proxy.cache.purge;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import java.util.Arrays;
import java.util.List;

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

  private static final List<Name> NAMES =
      List.of(
          new Name("cache-tag", false),
          new Name("surrogate-key", true),
          new Name("edge-cache-tag", false),
          new Name("xkey", true));

  private final long[] hashes;
  private final boolean isWhole;

  private Tags(long[] hashes, boolean isWhole) {
    this.hashes = hashes;
    this.isWhole = isWhole;
  }

  private record Name(byte[] lower, boolean hasSpaces) {
    Name(String text, boolean hasSpaces) {
      this(Octets.of(text), hasSpaces);
    }
  }

  /** The tags in these fields of a response. */
  public static Tags of(FieldLines response) {
    var found = new Draft();
    for (var name : NAMES) {
      for (int i = response.next(name.lower, -1); i >= 0; i = response.next(name.lower, i)) {
        found.read(response, i, name.hasSpaces);
      }
    }
    return found.done();
  }

  /** Leaves the fields with tags out of a reply. */
  public static void hide(Reply reply) {
    var fields = reply.head().fields();
    for (var name : NAMES) {
      if (fields.next(name.lower, -1) >= 0) {
        reply.changes().remove(name.lower);
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
