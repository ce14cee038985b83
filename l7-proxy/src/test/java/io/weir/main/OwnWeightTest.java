package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.MemorySources;
import io.weir.dsl.source.Source;
import io.weir.lvs.WeightRule;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OwnWeightTest {
  private static final long SECOND = 1_000_000_000L;
  private static final WeightRule RULE = new WeightRule(40, Duration.ZERO);

  private long now = 5 * SECOND;
  private long lag;
  private int inFlight;
  private double cpu;
  private final OwnWeight weight =
      new OwnWeight(new OwnWeight.Sources(() -> lag, () -> inFlight, () -> cpu, () -> now));

  @Test
  void warmsUpAndIsWhole() {
    assertThat(weight.percent()).isEqualTo(10);
    now += 15 * SECOND;
    assertThat(weight.percent()).isEqualTo(55);
    now += 15 * SECOND;
    assertThat(weight.percent()).isEqualTo(100);
  }

  @Test
  void changesFourTimesASecondAtMost() {
    now += 60 * SECOND;
    assertThat(weight.percent()).isEqualTo(100);

    lag = SECOND;
    now += SECOND / 5;
    assertThat(weight.percent()).isEqualTo(100);
    now += SECOND / 20;
    assertThat(weight.percent()).isEqualTo(10);
  }

  @Test
  void goesByWhatMayBeInFlight() {
    weight.inForce(config("overload { in-flight 200 }"));
    inFlight = 150;
    assertThat(weight.weight(RULE, 40, 0)).isEqualTo(22);

    weight.inForce(config(""));
    assertThat(weight.weight(RULE, 22, 0)).isEqualTo(40);
  }

  @Test
  void goesByProcessorsOnlyIfTheyAreUsedUpForAWhile() {
    cpu = 1;
    now += SECOND / 4;
    assertThat(weight.weight(RULE, 40, 0)).isEqualTo(40);

    for (int i = 0; i < 40; i++) {
      now += SECOND;
      weight.weight(RULE, 40, 0);
    }
    assertThat(weight.weight(RULE, 40, 0)).isBetween(20, 21);
  }

  @Test
  void takesProcessorsThatAreNotKnownForIdle() {
    cpu = -1;
    now += 100 * SECOND;

    assertThat(weight.weight(RULE, 40, 0)).isEqualTo(40);
  }

  @Test
  void doesAsAnOperatorSaysWhateverTheLoad() {
    lag = SECOND;
    weight.operate(OptionalInt.of(50));
    assertThat(weight.weight(RULE, 40, 0)).isEqualTo(20);
    assertThat(weight.weight(new WeightRule(1, Duration.ZERO), 1, 0)).isEqualTo(1);
    assertThat(weight.percent()).isEqualTo(50);

    weight.operate(OptionalInt.of(0));
    assertThat(weight.weight(RULE, 20, 0)).isZero();
    assertThat(weight.percent()).isZero();

    weight.operate(OptionalInt.empty());
    lag = 0;
    assertThat(weight.weight(RULE, 0, 0)).isEqualTo(40);
    assertThat(weight.percent()).isEqualTo(10);
  }

  @Test
  void wantsNothingMoreOnceItLeaves() {
    weight.operate(OptionalInt.of(100));
    assertThat(weight.percent()).isEqualTo(100);

    weight.leave();

    assertThat(weight.percent()).isZero();
    assertThat(weight.weight(RULE, 40, 0)).isZero();
  }

  private static WeirConfig config(String setting) {
    var text = "weir 1\nlisten :80\n" + setting + "\nhost * { route /** { respond 200 } }\n";
    var none = new MemorySources(Map.of());
    return switch (WeirFile.read(new Source("test.weir", text), none)) {
      case Reading.Accepted(var config, _) -> config;
      case Reading.Rejected(var errors) -> throw new AssertionError(errors);
    };
  }
}
