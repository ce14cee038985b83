package io.weir.proxy.compress;

import io.weir.dsl.model.Compression.Choice;

/**
 * How much of a body is coded on its loop before a worker takes over, so that no reply holds a loop
 * up for much more than a millisecond. From measured costs, see {@code docs/compression.md}; a
 * machine half as fast is held up twice as long.
 */
final class Cost {
  private static final long LOOP_NANOS = 1_000_000;

  /** Decoders make some 300 MB/s. */
  private static final long DECODED_MOST = 256 << 10;

  private Cost() {}

  /** Octets of content that a loop may compress of one reply. */
  static long encodedMost(Choice choice) {
    return LOOP_NANOS / nanosPerOctet(choice);
  }

  /** Octets of content that a loop may make of one reply by decoding. */
  static long decodedMost() {
    return DECODED_MOST;
  }

  private static long nanosPerOctet(Choice choice) {
    int level = choice.level();
    return switch (choice.coding()) {
      case GZIP -> level <= 1 ? 7 : level <= 3 ? 11 : level <= 6 ? 18 : 36;
      case BR -> level <= 3 ? 4 : level == 4 ? 9 : level <= 6 ? 20 : level <= 9 ? 300 : 2000;
      case ZSTD -> level <= 4 ? 4 : level <= 7 ? 11 : level <= 12 ? 24 : 200;
    };
  }
}
