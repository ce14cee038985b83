package io.weir.proxy.cache.disk;

import java.io.IOException;

/** What was read is not what was written. */
final class DamagedRecord extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isGone;

  DamagedRecord(String message) {
    this(message, false);
  }

  private DamagedRecord(String message, boolean isGone) {
    super(message);
    this.isGone = isGone;
  }

  /** What was looked for has been given up meanwhile, and nothing is wrong. */
  static DamagedRecord gone(String message) {
    return new DamagedRecord(message, true);
  }

  /** Whether nothing is wrong. */
  boolean isGone() {
    return isGone;
  }
}
