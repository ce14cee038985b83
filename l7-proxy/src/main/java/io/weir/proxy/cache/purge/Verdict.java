package io.weir.proxy.cache.purge;

/** What purges have made of a stored response. */
public sealed interface Verdict {
  /** It is not meant by any. */
  Verdict KEPT = new Kept();

  /** It must not be used. */
  Verdict GONE = new Gone();

  /** Not meant by any purge. */
  record Kept() implements Verdict {}

  /**
   * Purged softly.
   *
   * @param atMillis when, by the wall clock: from then on it is stale
   */
  record Stale(long atMillis) implements Verdict {}

  /** Purged. */
  record Gone() implements Verdict {}
}
