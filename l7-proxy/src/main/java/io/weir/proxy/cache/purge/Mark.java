package io.weir.proxy.cache.purge;

/**
 * When something was last purged. Immutable.
 *
 * @param gone the number of the last hard purge, 0 for none
 * @param stale the number of the last soft one
 * @param staleMillis when that was, by the wall clock
 */
record Mark(long gone, long stale, long staleMillis) {
  static final Mark NONE = new Mark(0, 0, 0);

  Mark with(boolean isSoft, long number, long nowMillis) {
    return isSoft ? new Mark(gone, number, nowMillis) : new Mark(number, stale, staleMillis);
  }

  long last() {
    return Math.max(gone, stale);
  }
}
