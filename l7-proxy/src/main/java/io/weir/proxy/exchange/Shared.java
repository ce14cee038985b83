package io.weir.proxy.exchange;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One for all that are alike, as far as a small table remembers: a value takes the place of another
 * that falls on the same slot. For what is kept in great numbers and never changes. Any thread.
 */
public final class Shared<T> {
  private static final int SLOTS = 1 << 12;

  private final AtomicReferenceArray<@Nullable T> values = new AtomicReferenceArray<>(SLOTS);
  private final ToIntFunction<T> hash;
  private final BiPredicate<T, T> isAlike;

  /** Values that are alike have the same hash. */
  public Shared(ToIntFunction<T> hash, BiPredicate<T, T> isAlike) {
    this.hash = hash;
    this.isAlike = isAlike;
  }

  /** For values that are alike if they are equal. */
  public static <T> Shared<T> ofEqual() {
    return new Shared<>(Object::hashCode, Object::equals);
  }

  /** A value like this one: one that is known already, or this one. */
  public T one(T value) {
    int bits = hash.applyAsInt(value);
    int slot = (bits ^ bits >>> 12 ^ bits >>> 20) & SLOTS - 1;
    var known = values.get(slot);
    if (known != null && isAlike.test(known, value)) {
      return known;
    }
    values.set(slot, value);
    return value;
  }
}
