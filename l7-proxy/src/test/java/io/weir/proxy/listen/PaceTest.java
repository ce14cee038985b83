package io.weir.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Intake;
import io.weir.dsl.model.Rate;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000;

  @Test
  void aBurstGoesThroughAndTheNextWaitsForItsToken() {
    var pace = new Pace(accept(10, 3), 0);

    var waits = List.of(pace.take(0), pace.take(0), pace.take(0), pace.take(0));

    assertThat(waits).containsExactly(0L, 0L, 0L, 100 * MILLI);
  }

  @Test
  void whoWaitsAsLongAsToldGetsIn() {
    var pace = new Pace(accept(10, 1), 0);
    pace.take(0);

    long wait = pace.take(30 * MILLI);

    assertThat(wait).isEqualTo(70 * MILLI);
    assertThat(pace.take(30 * MILLI + wait)).isZero();
  }

  @Test
  void aRestGivesNoMoreThanTheBurst() {
    var pace = new Pace(accept(10, 2), 0);
    long later = Duration.ofHours(1).toNanos();

    var waits = List.of(pace.take(later), pace.take(later), pace.take(later));

    assertThat(waits).containsExactly(0L, 0L, 100 * MILLI);
  }

  @Test
  void aClockBelowZeroOrAtItsEndIsLikeAnyOther() {
    var pace = new Pace(accept(10, 1), Long.MAX_VALUE - 5);

    var waits = List.of(pace.take(Long.MAX_VALUE), pace.take(Long.MIN_VALUE + 50 * MILLI));

    assertThat(waits.getFirst()).isZero();
    assertThat(waits.getLast()).isBetween(49 * MILLI, 51 * MILLI);
  }

  @Property(tries = 300)
  void inAnyTimeNoMoreThanTheBurstAndTheRateGoThrough(
      @ForAll @Size(max = 200) List<@IntRange(max = 8) Integer> gapMillis,
      @ForAll @IntRange(min = 1, max = 10) int burst) {
    var pace = new Pace(accept(100, burst), 0);
    long now = 0;
    int through = 0;
    for (int gap : gapMillis) {
      now += gap * MILLI;
      through += pace.take(now) == 0 ? 1 : 0;
    }

    assertThat(through).isLessThanOrEqualTo(burst + (int) (now / (10 * MILLI)));
  }

  private static Intake.Accept accept(int aSecond, int burst) {
    return new Intake.Accept(new Rate(aSecond, Duration.ofSeconds(1)), burst);
  }
}
