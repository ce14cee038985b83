package io.weir.proxy.cache.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One for all that are equal, as far as a small table remembers: a value takes the place of another
 * that falls on the same slot. Any thread.
 */
final class Shared<T> {
  private static final int SLOTS = 1 << 10;

  private final AtomicReferenceArray<@Nullable T> values = new AtomicReferenceArray<>(SLOTS);

  /** A value equal to this one. */
  T one(T value) {
    int hash = value.hashCode();
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    var known = values.get(slot);
    if (value.equals(known)) {
      return known;
    }
    values.set(slot, value);
    return value;
  }
}
