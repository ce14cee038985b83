package io.weir.proxy.cache.disk;

/** Where a record is, as one number: segments count from 1, records begin at multiples of 8. */
final class Place {
  /** Nowhere. */
  static final long NONE = 0;

  /** On its way. */
  static final long COMING = -1;

  /** In the number of a place in the index: it was used since it was written. */
  static final long USED = 1;

  static final int ALIGNMENT = 8;

  private Place() {}

  static long of(int segment, int offset) {
    return (long) segment << 32 | offset;
  }

  static int segment(long place) {
    return (int) (place >>> 32);
  }

  static int offset(long place) {
    return (int) place & -ALIGNMENT;
  }

  /** The next place where a record may begin. */
  static long align(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The same number without what is noted in it. */
  static long bare(long place) {
    return place & -ALIGNMENT;
  }
}
