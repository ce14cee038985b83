package io.weir.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.WeightRule.Load;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WeightRuleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final WeightRule RULE = new WeightRule(100, Duration.ofSeconds(30));

  @Test
  void beginsWithATenthAndIsWholeAfterTheRamp() {
    assertThat(RULE.weight(0, 0, Load.NONE)).isEqualTo(10);
    assertThat(RULE.weight(10, 15 * SECOND, Load.NONE)).isEqualTo(55);
    assertThat(RULE.weight(91, 30 * SECOND, Load.NONE)).isEqualTo(100);
  }

  @Test
  void isWholeAtOnceWithoutARamp() {
    assertThat(new WeightRule(7, Duration.ZERO).weight(0, 0, Load.NONE)).isEqualTo(7);
  }

  @Test
  void fallsWhenLoopsAreLate() {
    long up = 60 * SECOND;

    assertThat(RULE.weight(100, up, late(20_000_000))).isEqualTo(100);
    assertThat(RULE.weight(100, up, late(137_500_000))).isEqualTo(55);
    assertThat(RULE.weight(100, up, late(SECOND))).isEqualTo(10);
    assertThat(RULE.weight(10, up, Load.NONE)).isEqualTo(100);
  }

  @Test
  void fallsFromHalfOfWhatMayBeInFlightOn() {
    long up = 60 * SECOND;

    assertThat(RULE.weight(100, up, new Load(0, 0.5, 0))).isEqualTo(100);
    assertThat(RULE.weight(100, up, new Load(0, 0.75, 0))).isEqualTo(55);
    assertThat(RULE.weight(100, up, new Load(0, 1, 0))).isEqualTo(10);
    assertThat(RULE.weight(100, up, new Load(0, 7, 0))).isEqualTo(10);
  }

  @Test
  void fallsByHalfWhenProcessorsAreUsedUp() {
    long up = 60 * SECOND;

    assertThat(RULE.weight(100, up, new Load(0, 0, 0.8))).isEqualTo(100);
    assertThat(RULE.weight(100, up, new Load(0, 0, 0.9))).isEqualTo(75);
    assertThat(RULE.weight(100, up, new Load(0, 0, 1))).isEqualTo(50);
  }

  @Test
  void goesByWhatThereIsLeastOf() {
    long up = 60 * SECOND;

    assertThat(RULE.weight(100, up, new Load(137_500_000, 0.75, 1))).isEqualTo(50);
    assertThat(RULE.weight(100, up, new Load(SECOND, 0.75, 1))).isEqualTo(10);
  }

  @Test
  void leavesSmallChangesBe() {
    assertThat(RULE.weight(55, 15 * SECOND, late(30_000_000))).isEqualTo(55);
    assertThat(RULE.weight(55, 18 * SECOND, Load.NONE)).isEqualTo(55);
    assertThat(RULE.weight(55, 19 * SECOND, Load.NONE)).isEqualTo(67);
  }

  private static Load late(long lagNanos) {
    return new Load(lagNanos, 0, 0);
  }

  @Property
  void staysWithinItsBounds(
      @ForAll @IntRange(min = 1, max = 65535) int full,
      @ForAll @IntRange(min = 0, max = 65535) int current,
      @ForAll @LongRange(min = 0, max = 100 * SECOND) long up,
      @ForAll @LongRange(min = 0, max = SECOND) long lag,
      @ForAll @DoubleRange(min = 0, max = 3) double inFlight,
      @ForAll @DoubleRange(min = 0, max = 1) double cpu) {
    int weight =
        new WeightRule(full, Duration.ofSeconds(30))
            .weight(Math.min(current, full), up, new Load(lag, inFlight, cpu));

    assertThat(weight).isBetween(1, full);
  }
}
