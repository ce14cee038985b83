package io.weir.proxy.limit;

import io.weir.dsl.model.Limit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** All that there is of one limit and outlives the snapshots that name it. Any thread. */
final class Ledger {
  private final String name;
  private final LongSupplier clock;
  private final BucketTable table;
  private final Holes holes = new Holes();
  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
  private volatile Terms terms;

  Ledger(Limit.Requests limit, LongSupplier clock, long seed) {
    this.name = limit.name();
    this.clock = clock;
    this.terms = Terms.of(limit, null, clock.getAsLong());
    this.table = new BucketTable(limit.mostKeys(), terms, clock, seed);
    for (var outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  String name() {
    return name;
  }

  BucketTable table() {
    return table;
  }

  Holes holes() {
    return holes;
  }

  /**
   * The terms of a limit, the same for all routes that it applies to. Buckets only change when they
   * are used under new ones, so terms that never come into force change nothing.
   */
  Terms terms(Limit.Requests limit) {
    var latest = Terms.of(limit, terms, clock.getAsLong());
    terms = latest;
    return latest;
  }

  /** The limit is in force. */
  void adopt(Limit.Requests limit) {
    table.adopt(limit.mostKeys(), terms(limit));
  }

  void count(Outcome outcome) {
    var count = counts.get(outcome);
    if (count != null) {
      count.increment();
    }
  }

  long counted(Outcome outcome) {
    var count = counts.get(outcome);
    return count == null ? 0 : count.sum();
  }
}
