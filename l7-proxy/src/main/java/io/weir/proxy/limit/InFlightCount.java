package io.weir.proxy.limit;

import io.weir.proxy.exchange.Tally;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests are at hand for each key of one limit, over all loops, and what came of those
 * that came. Outlives configurations. Any thread; never blocks.
 */
final class InFlightCount {
  private final String name;
  private final Tally<BucketKey> tally = new Tally<>();
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

  InFlightCount(String name) {
    this.name = name;
    for (var outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  String name() {
    return name;
  }

  /** Lets a request in, which {@link #leave} ends; whether there was room. */
  boolean enter(BucketKey key, int most) {
    boolean isIn = tally.enter(key, most);
    count(isIn ? Outcome.PASSED : Outcome.REFUSED);
    return isIn;
  }

  /** Lets a request in whether there is room or not; whether there was. */
  boolean look(BucketKey key, int most) {
    boolean isBelow = tally.of(key) < most;
    tally.enter(key, Integer.MAX_VALUE);
    count(isBelow ? Outcome.PASSED : Outcome.DRY_RUN);
    return isBelow;
  }

  void leave(BucketKey key) {
    tally.leave(key);
  }

  /** Keys with requests at hand. */
  int keys() {
    return tally.size();
  }

  long counted(Outcome outcome) {
    return adder(outcome).sum();
  }

  /** Counts what came of a request. */
  void count(Outcome outcome) {
    adder(outcome).increment();
  }

  private LongAdder adder(Outcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome));
  }
}
