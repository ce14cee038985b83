package io.weir.proxy.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Priority;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ShedderTest {
  private static final Overload BY_LAG =
      new Overload(Optional.of(Duration.ofMillis(100)), OptionalInt.empty());
  private static final Overload BY_COUNT = new Overload(Optional.empty(), OptionalInt.of(2));

  private final Loop one = new Loop(0, null, null, 1);
  private final Loop other = new Loop(1, null, null, 2);
  private final Shedder shedder = new Shedder(2);

  @Test
  void requestsOfEveryLoopCount() {
    shedder.begun(one);
    shedder.begun(other);
    shedder.begun(other);

    assertThatThrownBy(() -> admit(other, BY_COUNT, Priority.NORMAL))
        .isInstanceOf(ProxyFailure.class)
        .hasMessageContaining("2 requests in flight");
    assertThat(shedder.refused(Priority.NORMAL)).isEqualTo(1);
    assertThat(shedder.refused(Priority.LOW)).isZero();
  }

  @Test
  void aRequestDoesNotCountAgainstItself() {
    shedder.begun(one);
    shedder.begun(one);

    assertThatCode(() -> admit(one, BY_COUNT, Priority.NORMAL)).doesNotThrowAnyException();
  }

  @Test
  void aLoopThatIsLateRefusesAndAnotherDoesNot() {
    late(one, 300);
    shedder.begun(one);
    shedder.begun(other);

    assertThatThrownBy(() -> admit(one, BY_LAG, Priority.NORMAL))
        .isInstanceOf(ProxyFailure.class)
        .hasMessageContaining("ms late");
    assertThatCode(() -> admit(other, BY_LAG, Priority.LOW)).doesNotThrowAnyException();
  }

  private void admit(Loop loop, Overload overload, Priority priority) {
    shedder.admit(Requests.get("http://x/").exchange(loop), overload, priority);
  }

  /** A second in which the loop comes this late to everything. */
  private static void late(Loop loop, int millis) {
    long now = 0;
    for (int i = 0; i < 1000 / millis; i++) {
      now += millis * 1_000_000L;
      loop.lag().ran(now - millis * 1_000_000L, now);
    }
  }
}
