package io.weir.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WeightRuleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final WeightRule RULE = new WeightRule(100, Duration.ofSeconds(30));

  @Test
  void beginsWithATenthAndIsWholeAfterTheRamp() {
    assertThat(RULE.weight(0, 0, 0)).isEqualTo(10);
    assertThat(RULE.weight(10, 15 * SECOND, 0)).isEqualTo(55);
    assertThat(RULE.weight(91, 30 * SECOND, 0)).isEqualTo(100);
  }

  @Test
  void isWholeAtOnceWithoutARamp() {
    assertThat(new WeightRule(7, Duration.ZERO).weight(0, 0, 0)).isEqualTo(7);
  }

  @Test
  void fallsWhenLoopsAreLate() {
    long up = 60 * SECOND;

    assertThat(RULE.weight(100, up, 20_000_000)).isEqualTo(100);
    assertThat(RULE.weight(100, up, 137_500_000)).isEqualTo(55);
    assertThat(RULE.weight(100, up, SECOND)).isEqualTo(10);
    assertThat(RULE.weight(10, up, 0)).isEqualTo(100);
  }

  @Test
  void leavesSmallChangesBe() {
    assertThat(RULE.weight(55, 15 * SECOND, 30_000_000)).isEqualTo(55);
    assertThat(RULE.weight(55, 18 * SECOND, 0)).isEqualTo(55);
    assertThat(RULE.weight(55, 19 * SECOND, 0)).isEqualTo(67);
  }

  @Property
  void staysWithinItsBounds(
      @ForAll @IntRange(min = 1, max = 65535) int full,
      @ForAll @IntRange(min = 0, max = 65535) int current,
      @ForAll @LongRange(min = 0, max = 100 * SECOND) long up,
      @ForAll @LongRange(min = 0, max = SECOND) long lag) {
    int weight =
        new WeightRule(full, Duration.ofSeconds(30)).weight(Math.min(current, full), up, lag);

    assertThat(weight).isBetween(1, full);
  }
}
