package io.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Any time may be the first: {@link System#nanoTime} begins anywhere. */
  private static final long BEGIN = Long.MAX_VALUE - SECOND / 2;

  private final Outage outage = new Outage();

  @Test
  void whoNeverFailedIsTriedByAnybody() {
    assertThat(outage.lasts()).isFalse();
    assertThat(outage.isPassedOver(BEGIN)).isFalse();
    assertThat(outage.mayTry(BEGIN)).isTrue();
    assertThat(outage.ended()).isFalse();
  }

  @Test
  void whoFailedIsPassedOverForASecond() {
    assertThat(outage.failed(BEGIN)).isTrue();

    assertThat(outage.isPassedOver(BEGIN + SECOND - 1)).isTrue();
    assertThat(outage.mayTry(BEGIN + SECOND - 1)).isFalse();
    assertThat(outage.isPassedOver(BEGIN + SECOND)).isFalse();
    assertThat(outage.lasts()).isTrue();
  }

  @Test
  void afterThePauseOneRequestTries() {
    outage.failed(BEGIN);

    assertThat(outage.mayTry(BEGIN + SECOND)).isTrue();
    assertThat(outage.mayTry(BEGIN + SECOND)).isFalse();
    assertThat(outage.isPassedOver(BEGIN + SECOND)).isTrue();
  }

  @Test
  void whoTriesAndNeverComesBackLeavesItToTheNext() {
    outage.failed(BEGIN);
    outage.mayTry(BEGIN + SECOND);

    assertThat(outage.mayTry(BEGIN + 3 * SECOND - 1)).isFalse();
    assertThat(outage.mayTry(BEGIN + 3 * SECOND)).isTrue();
  }

  @Test
  void whatFailsTogetherIsOneFailure() {
    assertThat(outage.failed(BEGIN)).isTrue();
    assertThat(outage.failed(BEGIN + 1)).isFalse();

    assertThat(outage.mayTry(BEGIN + SECOND + 1)).isTrue();
  }

  @Test
  void aConnectionEndsIt() {
    outage.failed(BEGIN);
    outage.mayTry(BEGIN + SECOND);

    assertThat(outage.ended()).isTrue();
    assertThat(outage.ended()).isFalse();
    assertThat(outage.mayTry(BEGIN + SECOND)).isTrue();
    outage.failed(BEGIN);
    assertThat(outage.mayTry(BEGIN + SECOND)).as("the pause is short again").isTrue();
  }

  @Property
  void thePauseDoublesUpToTenSeconds(@ForAll @IntRange(max = 1000) int trials) {
    assertThat(Outage.pause(trials))
        .isEqualTo(Math.min(10 * SECOND, SECOND << Math.min(trials, 10)));
  }
}
