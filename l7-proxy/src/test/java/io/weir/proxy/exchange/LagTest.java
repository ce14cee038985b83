package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LagTest {
  private static final long MILLI = 1_000_000;
  private static final long TICK = Deadlines.TICK_NANOS;

  private final Lag lag = new Lag();
  private long now;

  @Test
  void aLoopThatIsInTimeHasNone() {
    tick(0, 20);

    assertThat(lag.nanos()).isZero();
  }

  @Test
  void aLoopThatIsLateForASecondIsKnownToBe() {
    tick(0, 20);

    tick(200, 4);

    assertThat(lag.nanos()).isBetween(180 * MILLI, 200 * MILLI);
  }

  @Test
  void onePauseOfTheCollectorIsForgottenWithinASecond() {
    tick(0, 20);

    tick(150, 1);

    assertThat(lag.nanos()).isLessThan(100 * MILLI);
    tick(0, 20);
    assertThat(lag.nanos()).isLessThan(MILLI);
  }

  @Property
  void itIsNeverMoreThanTheLatestNorLessThanTheEarliest(
      @ForAll @IntRange(max = 1000) int from, @ForAll @IntRange(max = 1000) int to) {
    tick(from, 1);
    tick(from, 200);
    long settled = lag.nanos();

    tick(to, 5);

    assertThat(lag.nanos())
        .isBetween(Math.min(settled, to * MILLI) - 1, Math.max(settled, to * MILLI));
  }

  private void tick(int lateMillis, int times) {
    for (int i = 0; i < times; i++) {
      long due = now + TICK;
      now = due + lateMillis * MILLI;
      lag.ran(due, now);
    }
  }
}
