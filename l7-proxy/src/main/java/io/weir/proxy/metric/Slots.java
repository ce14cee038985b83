package io.weir.proxy.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Numbers for names: a name keeps its number, and so its counters, from one configuration to the
 * next. When all numbers are taken, that of the name longest gone is given away; without one the
 * name shares number 0 with all others of its kind. Any thread may read; one at a time may assign.
 */
final class Slots<K> {
  private final int limit;
  private volatile List<Slot<K>> slots;
  private long assignments;

  /**
   * A number's present owner.
   *
   * @param lastUsed the last assignment that had the name
   * @param baseline what earlier owners had counted under this number
   */
  record Slot<K>(K key, long lastUsed, long[] baseline) {}

  /**
   * @param limit how many names may have numbers of their own, beside the fixed ones
   * @param fixed names that have numbers 0, 1, … for ever
   */
  Slots(int limit, List<K> fixed) {
    this.limit = limit + fixed.size();
    this.slots = fixed.stream().map(key -> new Slot<>(key, Long.MAX_VALUE, new long[0])).toList();
  }

  /** The owners, by number. */
  List<Slot<K>> all() {
    return slots;
  }

  /**
   * The number of each name.
   *
   * @param counted reads all that was ever counted under a number
   */
  int[] assign(List<K> keys, IntFunction<long[]> counted) {
    assignments++;
    var next = new ArrayList<>(slots);
    var known = new HashMap<K, Integer>();
    for (int i = 0; i < next.size(); i++) {
      known.put(next.get(i).key(), i);
    }
    // First those that stay, so that no newcomer takes the number of one.
    for (var key : new HashSet<>(keys)) {
      var slot = known.get(key);
      if (slot != null && next.get(slot).lastUsed() != Long.MAX_VALUE) {
        next.set(slot, new Slot<>(key, assignments, next.get(slot).baseline()));
      }
    }
    for (var key : keys) {
      if (!known.containsKey(key)) {
        known.put(key, take(next, key, counted));
      }
    }
    slots = List.copyOf(next);
    return keys.stream().mapToInt(key -> known.getOrDefault(key, 0)).toArray();
  }

  private int take(List<Slot<K>> next, K key, IntFunction<long[]> counted) {
    if (next.size() < limit) {
      next.add(new Slot<>(key, assignments, new long[0]));
      return next.size() - 1;
    }
    int oldest = 0;
    for (int i = 1; i < next.size(); i++) {
      if (next.get(i).lastUsed() < next.get(oldest).lastUsed()) {
        oldest = i;
      }
    }
    if (next.get(oldest).lastUsed() >= assignments) {
      return 0;
    }
    next.set(oldest, new Slot<>(key, assignments, counted.apply(oldest)));
    return oldest;
  }
}
