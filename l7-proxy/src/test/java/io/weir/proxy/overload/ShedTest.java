package io.weir.proxy.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ShedTest {
  private static final Overload BOTH =
      new Overload(Optional.of(Duration.ofMillis(100)), OptionalInt.of(10));

  @Example
  void requestsAreRefusedFromHalfFromTheThresholdAndFromTwice() {
    var states =
        List.of(499, 500, 999, 1000, 1999, 2000).stream()
            .map(pressure -> Shed.decide(Shed.NOTHING, pressure))
            .toList();

    assertThat(states)
        .containsExactly(Shed.NOTHING, Shed.LOW, Shed.LOW, Shed.NORMAL, Shed.NORMAL, Shed.HIGH);
  }

  @Example
  void whatIsRefusedStaysSoUntilThePressureHasFallenByAFifth() {
    assertThat(Shed.decide(Shed.NORMAL, 800)).isEqualTo(Shed.NORMAL);
    assertThat(Shed.decide(Shed.NORMAL, 799)).isEqualTo(Shed.LOW);
    assertThat(Shed.decide(Shed.LOW, 400)).isEqualTo(Shed.LOW);
    assertThat(Shed.decide(Shed.LOW, 399)).isEqualTo(Shed.NOTHING);
    assertThat(Shed.decide(Shed.HIGH, 1600)).isEqualTo(Shed.HIGH);
    assertThat(Shed.decide(Shed.HIGH, 0)).isEqualTo(Shed.NOTHING);
  }

  @Example
  void theLargerOfBothIsThePressure() {
    assertThat(Shed.pressure(BOTH, 50_000_000, 3)).isEqualTo(500);
    assertThat(Shed.pressure(BOTH, 5_000_000, 9)).isEqualTo(900);
  }

  @Example
  void whatIsNotNamedDoesNotCount() {
    var byCount = new Overload(Optional.empty(), OptionalInt.of(10));
    var byLag = new Overload(Optional.of(Duration.ofMillis(100)), OptionalInt.empty());

    assertThat(Shed.pressure(byCount, Long.MAX_VALUE, 1)).isEqualTo(100);
    assertThat(Shed.pressure(byLag, 1_000_000, Integer.MAX_VALUE)).isEqualTo(10);
  }

  @Property
  void morePressureNeverLetsMoreThrough(
      @ForAll Shed before,
      @ForAll @IntRange(max = 5000) int pressure,
      @ForAll @IntRange(max = 5000) int more) {
    assertThat(Shed.decide(before, pressure + more))
        .isGreaterThanOrEqualTo(Shed.decide(before, pressure));
  }

  @Property
  void whoMattersMoreIsNeverRefusedWhereWhoMattersLessIsNot(@ForAll Shed state) {
    assertThat(state.refuses(Priority.HIGH) && !state.refuses(Priority.NORMAL)).isFalse();
    assertThat(state.refuses(Priority.NORMAL) && !state.refuses(Priority.LOW)).isFalse();
  }

  @Property
  void pressureThatStaysChangesNothingTheSecondTime(
      @ForAll Shed before, @ForAll @IntRange(max = 5000) int pressure) {
    var once = Shed.decide(before, pressure);

    assertThat(Shed.decide(once, pressure)).isEqualTo(once);
  }

  @Property
  void whoWasRefusingNeverRefusesLessThanWhoWasNot(
      @ForAll Shed before, @ForAll @IntRange(max = 5000) int pressure) {
    assertThat(Shed.decide(before, pressure))
        .isGreaterThanOrEqualTo(Shed.decide(Shed.NOTHING, pressure));
  }

  @Property
  void noPressureIsBelowZero(
      @ForAll @LongRange(min = 0) long lag, @ForAll @IntRange(min = 0) int inFlight) {
    assertThat(Shed.pressure(BOTH, lag, inFlight)).isGreaterThanOrEqualTo(0);
  }
}
