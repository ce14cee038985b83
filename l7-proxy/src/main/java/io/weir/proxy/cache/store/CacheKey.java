package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.Octets;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The primary key (RFC 9111 2): {@code https://host:port/path?query}, the port only if the client
 * named one that the scheme does not imply. Behind it, for what is not a plain GET or is kept apart
 * by the route, a line feed and what keeps it apart. Immutable, but for the probe of one loop,
 * which is never stored.
 */
public sealed class CacheKey {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX_WORD = 0x9e3779b97f4a7c15L;
  private static final long MIX_REST = 0xd1b54a32d192ed03L;
  private static final long MIX_END = 0xaef17502108ef2d9L;

  private byte[] octets;
  private int hash;

  private CacheKey(byte[] octets, int hash) {
    this.octets = octets;
    this.hash = hash;
  }

  /** A key that can be written anew for each look-up, and must then be {@link #copy copied}. */
  static final class Probe extends CacheKey {
    private int length;

    Probe() {
      super(new byte[256], 0);
    }

    void reset() {
      length = 0;
    }

    void append(byte[] from, int start, int end) {
      var into = octets();
      int more = end - start;
      if (length + more > into.length) {
        into = Arrays.copyOf(into, Math.max(into.length * 2, length + more));
        ((CacheKey) this).octets = into;
      }
      System.arraycopy(from, start, into, length, more);
      length += more;
    }

    CacheKey done() {
      ((CacheKey) this).hash = hashOf(octets(), length);
      return this;
    }

    @Override
    int length() {
      return length;
    }
  }

  /** How many of the octets count. */
  int length() {
    return octets.length;
  }

  /** The key with this text. */
  public static CacheKey of(String text) {
    var octets = Octets.of(text);
    return new CacheKey(octets, hashOf(octets, octets.length));
  }

  /** The key with these octets, which are not copied. */
  public static CacheKey of(byte[] octets) {
    return new CacheKey(octets, hashOf(octets, octets.length));
  }

  /**
   * The key of one slice of what this is the key of, or of what all slices have in common. No value
   * of a field has a carriage return, so no other key is like it.
   */
  public CacheKey slice(String which) {
    var more = Octets.of("\n\rSLICE " + which);
    var all = Arrays.copyOf(octets, length() + more.length);
    System.arraycopy(more, 0, all, length(), more.length);
    return of(all);
  }

  /** The same key in memory of its own. */
  public CacheKey copy() {
    return new CacheKey(toOctets(), hash);
  }

  private static int hashOf(byte[] octets, int length) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + octets[i];
    }
    return hash;
  }

  /** The octets, of which {@link #urlEnd} or more count; not to be written to. */
  public byte[] octets() {
    return octets;
  }

  /** Where the URL ends in {@link #octets}: in front of what keeps the key apart, if anything. */
  public int urlEnd() {
    int length = length();
    for (int i = 0; i < length; i++) {
      if (octets[i] == '\n') {
        return i;
      }
    }
    return length;
  }

  /** A hash of 64 bits, which nobody can foresee who does not know the seed. */
  public long hash(long seed) {
    int length = length();
    long hash = seed ^ length;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = mix(hash ^ (long) WORDS.get(octets, at), MIX_WORD);
    }
    long rest = 0;
    for (; at < length; at++) {
      rest = rest << 8 | (octets[at] & 0xff);
    }
    return mix(mix(hash ^ rest, MIX_REST), MIX_END);
  }

  private static long mix(long a, long b) {
    return Math.unsignedMultiplyHigh(a, b) ^ a * b;
  }

  /** Its octets, copied. */
  public byte[] toOctets() {
    return Arrays.copyOf(octets, length());
  }

  /** Octets that it holds in memory. */
  public int memory() {
    return octets.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key
        && key.hash == hash
        && Arrays.equals(key.octets, 0, key.length(), octets, 0, length());
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return new String(octets, 0, length(), StandardCharsets.ISO_8859_1);
  }
}
