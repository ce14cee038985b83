package io.weir.proxy.cache.disk;

/**
 * How a folder of some size is used. Octets all.
 *
 * @param most that all files may have together, one segment left out: what is carried over from a
 *     segment is written before that is deleted
 * @param segment that a segment stands for, files of single contents among it
 * @param inside a segment, at most, of one content; longer ones have a file for themselves
 * @param object of one content at all
 */
record Sizes(long most, long segment, long inside, long object) {
  private static final long LEAST_SEGMENT = 256 << 10;
  private static final long MOST_SEGMENT = 1L << 30;
  private static final long MOST_INSIDE = 16L << 20;

  /** The sizes for a folder of so many octets, and contents of at most so many. */
  static Sizes of(long folder, long largest) {
    long segment = Math.clamp(folder / 64, LEAST_SEGMENT, MOST_SEGMENT);
    long inside = Math.min(segment / 8, MOST_INSIDE);
    return new Sizes(folder - 2 * segment, segment, inside, Math.min(largest, folder / 4));
  }
}
