package io.weir.proxy.http1;

/**
 * How far a head that has not fully arrived was looked at, so that no octet is looked at more than
 * a few times however slowly they drip in. One per direction of a connection; belongs to its loop.
 */
public final class HeadProgress {
  /** Octets from the reader index on that were looked at. */
  int scanned;

  /** Where the first line starts that was not whole, from the reader index. */
  int lineStart;

  /** How many lines were whole. */
  int lines;

  /** How many empty lines were skipped before the head. */
  int emptyLines;

  /** Forgets everything: the next octet starts a head. */
  public void reset() {
    restart();
    emptyLines = 0;
  }

  /** Looks at the same head again from its first line. */
  void restart() {
    scanned = 0;
    lineStart = 0;
    lines = 0;
  }
}
