package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Counts refusals, and says when to tell of them: whoever floods must not flood the log. */
final class Refusals {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<Refusal, Count> counts = new EnumMap<>(Refusal.class);

  /**
   * How often.
   *
   * @param told as many when it was last told
   */
  private record Count(long all, long told, long toldAt) {}

  /** Counts one; how many to tell of now, if any. */
  synchronized OptionalLong count(Refusal why, long now) {
    var before = counts.getOrDefault(why, new Count(0, 0, now - QUIET_NANOS));
    long all = before.all() + 1;
    if (now - before.toldAt() < QUIET_NANOS) {
      counts.put(why, new Count(all, before.told(), before.toldAt()));
      return OptionalLong.empty();
    }
    counts.put(why, new Count(all, all, now));
    return OptionalLong.of(all - before.told());
  }

  synchronized Map<Refusal, Long> all() {
    var all = new EnumMap<Refusal, Long>(Refusal.class);
    counts.forEach((why, count) -> all.put(why, count.all()));
    return all;
  }
}
