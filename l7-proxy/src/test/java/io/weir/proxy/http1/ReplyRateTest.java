package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ReplyRateTest {
  private static final long SECOND = 1_000_000_000;

  @Example
  void aClientIsTooSlowAsSoonAsItHasTakenLessThanTheTimeAsksFor() {
    assertThat(ConnectionClock.isTooSlow(64 * SECOND, 64_000, 1000)).isFalse();
    assertThat(ConnectionClock.isTooSlow(65 * SECOND, 64_000, 1000)).isTrue();
  }

  @Example
  void nobodyIsTooSlowBeforeTheTimeThatEveryoneHas() {
    assertThat(ConnectionClock.isTooSlow(0, 0, 1 << 30)).isFalse();
    assertThat(ConnectionClock.isTooSlow(-SECOND, 0, 1 << 30)).isFalse();
  }

  @Property
  void withoutARateNobodyIs(@ForAll long nanos, @ForAll long taken) {
    assertThat(ConnectionClock.isTooSlow(nanos, taken, 0)).isFalse();
  }

  @Property
  void whoTakesMoreIsNeverSlower(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long nanos,
      @ForAll @LongRange(min = 0, max = 1L << 50) long taken,
      @ForAll @LongRange(min = 0, max = 1L << 50) long more,
      @ForAll @IntRange(min = 1) int rate) {
    if (!ConnectionClock.isTooSlow(nanos, taken, rate)) {
      assertThat(ConnectionClock.isTooSlow(nanos, taken + more, rate)).isFalse();
    }
  }
}
