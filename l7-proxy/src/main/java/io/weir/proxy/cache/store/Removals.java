package io.weir.proxy.cache.store;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When keys were last removed, so that what was under way for them then is not kept. By their
 * hashes, in a table that never grows: of two keys that share a place, a removal of the one also
 * keeps the other from being stored if it is under way just then. Any thread.
 */
final class Removals {
  private static final int PLACES = 1 << 14;

  private final AtomicLongArray numbers = new AtomicLongArray(PLACES);

  void note(CacheKey key, long number) {
    numbers.accumulateAndGet(place(key), number, Math::max);
  }

  /** Whether the key was removed after this number, or may have been. */
  boolean isAfter(CacheKey key, long number) {
    return numbers.get(place(key)) > number;
  }

  private static int place(CacheKey key) {
    int hash = key.hashCode() * 0x9e3779b9;
    return hash >>> 18;
  }
}
