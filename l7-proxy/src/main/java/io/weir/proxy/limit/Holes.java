package io.weir.proxy.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The places in line that clients left, by key. To give a place back to the bucket would let those
 * who come later overtake the line and crowd at its end; to hand on the very place keeps to the
 * rate. A place that nobody took by its turn is gone. Any thread; never blocks.
 */
final class Holes {
  private final ConcurrentMap<BucketKey, ConcurrentSkipListSet<Hole>> byKey =
      new ConcurrentHashMap<>();

  /** Leaves a place behind; two clients never have the same one, but if their turns are equal. */
  void add(BucketKey key, Hole hole) {
    byKey.compute(
        key,
        (_, known) -> {
          var holes = known == null ? new ConcurrentSkipListSet<Hole>() : known;
          holes.add(hole);
          return holes;
        });
  }

  /** Takes the first place whose turn is between these times and that has room enough; or null. */
  @Nullable Hole take(BucketKey key, long cost, long from, long until) {
    if (byKey.isEmpty()) {
      return null;
    }
    var holes = byKey.get(key);
    if (holes == null) {
      return null;
    }
    for (var hole : holes) {
      if (hole.at() >= until) {
        return null;
      }
      if (hole.at() > from && hole.cost() >= cost && remove(key, hole)) {
        return hole;
      }
    }
    return null;
  }

  /** Takes this place, if nobody has; whether it was there. */
  boolean remove(BucketKey key, Hole hole) {
    var taken = new boolean[1];
    byKey.computeIfPresent(
        key,
        (_, holes) -> {
          taken[0] = holes.remove(hole);
          return holes.isEmpty() ? null : holes;
        });
    return taken[0];
  }

  /** Whether no place is free. */
  boolean isEmpty() {
    return byKey.isEmpty();
  }
}
