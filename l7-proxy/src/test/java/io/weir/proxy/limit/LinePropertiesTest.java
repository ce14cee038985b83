package io.weir.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A line keeps to the rate, whoever comes, and whoever leaves before its turn. */
class LinePropertiesTest {
  private final ManualClock clock = new ManualClock();

  @Property(tries = 500)
  void neverLetsMorePassThanTheRateAndTheBurst(
      @ForAll @IntRange(min = 1, max = 50) int rate,
      @ForAll @IntRange(min = 1, max = 5) int burst,
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 200) Integer> pauses,
      @ForAll @Size(min = 40, max = 40) List<@IntRange(min = 0, max = 9) Integer> leavers) {
    var limit = Limits.of("limit %dr/s burst %d per client.ip delay 1s".formatted(rate, burst));
    var ledger = new Ledger(limit, clock, 1);
    var rule = Rule.of(limit, "line", new SipHash(1, 2), ledger);
    var turns = new ArrayList<Long>();
    for (int i = 0; i < pauses.size(); i++) {
      clock.advance(Duration.ofMillis(pauses.get(i)));
      arrive(rule, 3, turns);
      leave(ledger, leavers.get(i), turns);
      leave(ledger, 9 - leavers.get(i), turns);
    }

    turns.sort(null);
    for (int from = 0; from < turns.size(); from++) {
      for (int to = from; to < turns.size(); to++) {
        double window = (turns.get(to) - turns.get(from)) / 1e9;
        assertThat((double) (to - from + 1)).isLessThanOrEqualTo(rate * window + burst + 1e-3);
      }
    }
  }

  private void arrive(Rule rule, int count, List<Long> turns) {
    long now = clock.getAsLong();
    for (int i = 0; i < count; i++) {
      var check = new Check();
      check.key.set(4, 1);
      if (rule.take(check, now)) {
        turns.add(now + Math.max(0, check.waitNanos));
      }
    }
  }

  /** One of those that wait goes, if there are that many. */
  private void leave(Ledger ledger, int which, List<Long> turns) {
    long now = clock.getAsLong();
    var waiting = turns.stream().filter(turn -> turn > now).toList();
    if (which < waiting.size()) {
      long turn = waiting.get(which);
      turns.remove((Object) turn);
      ledger.holes().add(new BucketKey(4, 1), new Hole(turn, 1));
    }
  }
}
