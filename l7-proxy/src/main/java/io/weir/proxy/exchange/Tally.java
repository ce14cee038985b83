package io.weir.proxy.exchange;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many of something there are at this moment for each key, over all loops. A key takes memory
 * only as long as its count is above zero, so that there are never more keys than things counted.
 * Any thread may call; nothing waits.
 *
 * @param <K> compared by {@code equals}
 */
public final class Tally<K> {
  /** A count that has been taken out of the map: whoever still has it looks again. */
  private static final int DEAD = -1;

  private final ConcurrentMap<K, AtomicInteger> counts = new ConcurrentHashMap<>();

  /** Counts one more, unless there are as many as there may be; whether it was counted. */
  public boolean enter(K key, int most) {
    while (true) {
      var count = counts.get(key);
      if (count == null) {
        count = counts.putIfAbsent(key, new AtomicInteger(1));
        if (count == null) {
          return true;
        }
      }
      int now = count.get();
      while (now != DEAD) {
        if (now >= most) {
          return false;
        }
        int found = count.compareAndExchange(now, now + 1);
        if (found == now) {
          return true;
        }
        now = found;
      }
      counts.remove(key, count);
    }
  }

  /** Counts one less; exactly once for each time that {@link #enter} said yes. */
  public void leave(K key) {
    var count = counts.get(key);
    if (count == null) {
      throw new IllegalStateException("found nothing counted for '" + key + "'");
    }
    if (count.decrementAndGet() == 0 && count.compareAndSet(0, DEAD)) {
      counts.remove(key, count);
    }
  }

  /** How many there are for a key. */
  public int of(K key) {
    var count = counts.get(key);
    return count == null ? 0 : Math.max(0, count.get());
  }

  /** How many keys there are. */
  public int size() {
    return counts.size();
  }
}
