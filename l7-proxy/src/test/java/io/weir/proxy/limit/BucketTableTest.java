package io.weir.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketTableTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void admitsTheBurstAtOnceAndThenAtTheRate() {
    var table = table(Limits.of("limit 10r/s burst 3 per client.ip"));

    var admitted = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      admitted.add(table.admitted(1, 10));
      clock.advance(Duration.ofMillis(100));
    }

    assertThat(admitted).containsExactly(3, 1, 1);
  }

  @Property(tries = 300)
  void neverAdmitsMoreThanRateTimesTimeAndBurstInAnyWindow(
      @ForAll @IntRange(min = 1, max = 2000) int rate,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @IntRange(min = 1, max = 4) int costInput,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 300) Integer> pauses) {
    int cost = Math.min(costInput, burst);
    var limit = "limit %dr/s burst %d per client.ip cost %d".formatted(rate, burst, cost);
    var table = table(Limits.of(limit));
    long start = clock.getAsLong();
    var times = new ArrayList<Long>();
    for (int pause : pauses) {
      clock.advance(Duration.ofMillis(pause));
      int admitted = table.admitted(1, burst + 5);
      for (int i = 0; i < admitted; i++) {
        times.add(clock.getAsLong() - start);
      }
    }

    for (int from = 0; from < times.size(); from++) {
      for (int to = from; to < times.size(); to++) {
        double window = (times.get(to) - times.get(from)) / 1e9;
        assertThat((to - from + 1) * (double) cost)
            .isLessThanOrEqualTo(rate * window + burst + 1e-6);
      }
    }
  }

  @Property(tries = 100)
  void losesNothingOfTheRateToRounding(@ForAll @IntRange(min = 1, max = 5000) int rate) {
    var table = table(Limits.of("limit %dr/s burst 1 per client.ip".formatted(rate)));
    table.admitted(1, 1);

    int admitted = 0;
    for (int i = 0; i < 20_000; i++) {
      clock.advance(Duration.ofNanos(100_003));
      admitted += table.admitted(1, 1);
    }

    // Asked every 100 µs, a whole one may be overdue by as long when it is asked for.
    double seconds = 20_000 * 100_003 / 1e9;
    double each = Math.ceil(1e9 / rate / 100_003) * 100_003 / 1e9;
    assertThat(admitted).isBetween((int) (seconds / each) - 1, (int) (rate * seconds) + 1);
  }

  @Test
  void givesAnAbuserNoFreshBucketWhenTheTableIsFlooded() {
    var table = table(Limits.of("limit 10r/m burst 100 per client.ip keys 1000"));
    var admitted = table.admitted(1, 1000);

    for (int round = 0; round < 20; round++) {
      IntStream.range(0, 5_000).forEach(i -> table.admitted(1_000_000 + i * 7919, 1));
      admitted += table.admitted(1, 1000);
    }

    assertThat(table.size()).isLessThanOrEqualTo(1000);
    assertThat(admitted).isEqualTo(100);
  }

  @Test
  void sparesNewcomersWhenTheTableIsFlooded() {
    var table = table(Limits.of("limit 100r/s burst 100 per client.ip keys 1000"));
    table.admitted(1, 1000);
    IntStream.range(0, 20_000).forEach(i -> table.admitted(1_000_000 + i, 1));

    var served = IntStream.range(0, 1000).map(i -> table.admitted(9_000_000 + i, 50)).sum();

    assertThat(served).isEqualTo(50_000);
  }

  @Test
  void forgetsAnIdleKeyOnlyWhenItsBucketIsFull() {
    var table = table(Limits.of("limit 1r/s burst 20 per client.ip"));
    table.admitted(1, 20);

    clock.advance(Duration.ofSeconds(15));
    var afterMost = table.admitted(1, 100);
    clock.advance(Duration.ofSeconds(22));
    var afterAll = table.admitted(1, 100);

    assertThat(afterMost).isEqualTo(15);
    assertThat(afterAll).isEqualTo(20);
  }

  @Test
  void keepsTheProportionWhenTheRateChanges() {
    var before = Limits.of("limit 10r/s burst 100 per client.ip");
    var table = table(before);
    table.admitted(1, 75);

    table.change(Limits.of("limit 1r/s burst 40 per client.ip"));

    assertThat(table.admitted(1, 1000)).isEqualTo(10);
  }

  @Test
  void refillsAtTheOldRateOnlyUntilTheRateChanges() {
    var table = table(Limits.of("limit 100r/s burst 100 per client.ip"));
    table.admitted(1, 100);

    clock.advance(Duration.ofMillis(100));
    table.change(Limits.of("limit 1r/s burst 100 per client.ip"));
    clock.advance(Duration.ofSeconds(5));

    assertThat(table.admitted(1, 1000)).isEqualTo(15);
  }

  private Tried table(Limit.Requests limit) {
    return new Tried(limit, clock);
  }

  /** A table that is asked on behalf of numbered clients. */
  private static final class Tried {
    private final ManualClock clock;
    private final BucketTable table;
    private final Check check = new Check();
    private Terms terms;
    private int cost;

    Tried(Limit.Requests limit, ManualClock clock) {
      this.clock = clock;
      this.terms = Terms.of(limit, null, clock.getAsLong());
      this.cost = limit.cost();
      this.table = new BucketTable(limit.mostKeys(), terms, clock, 42);
    }

    void change(Limit.Requests limit) {
      terms = Terms.of(limit, terms, clock.getAsLong());
      cost = limit.cost();
      table.adopt(limit.mostKeys(), terms);
    }

    int admitted(int client, int tries) {
      int admitted = 0;
      for (int i = 0; i < tries; i++) {
        check.clear();
        check.key.set(4, client);
        admitted += table.take(terms, cost, clock.getAsLong(), check) ? 1 : 0;
      }
      return admitted;
    }

    long size() {
      return table.size();
    }
  }
}
