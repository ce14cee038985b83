package io.weir.proxy.limit;

import java.util.Arrays;

/**
 * Who a bucket belongs to, in 128 bits: an address as it is, anything else as a keyed hash. One of
 * a loop's own is filled anew for each look-up; what the table keeps is a copy, which never
 * changes.
 */
final class BucketKey {
  private long high;
  private long low;

  BucketKey() {}

  BucketKey(long high, long low) {
    this.high = high;
    this.low = low;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  void set(long newHigh, long newLow) {
    high = newHigh;
    low = newLow;
  }

  BucketKey copy() {
    return new BucketKey(high, low);
  }

  /**
   * The first 64 bits of an IPv6 address, or an IPv4 address: the part that a client cannot pick.
   */
  void setAddress(byte[] address) {
    int length = Math.min(address.length, 8);
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = bits << 8 | address[i] & 0xff;
    }
    set(address.length, bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketKey key && key.high == high && key.low == low;
  }

  @Override
  public int hashCode() {
    return (int) mixed(high * 31 + low);
  }

  /** Spreads the bits, so that neighbours land far apart (the finalizer of SplitMix64). */
  static long mixed(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** The bits as octets. */
  byte[] octets() {
    var octets = new byte[16];
    for (int i = 0; i < 8; i++) {
      octets[i] = (byte) (high >>> (56 - 8 * i));
      octets[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return octets;
  }

  @Override
  public String toString() {
    return Arrays.toString(new long[] {high, low});
  }
}
