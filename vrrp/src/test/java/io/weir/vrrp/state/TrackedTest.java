package io.weir.vrrp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedTest {
  @Test
  void aPositiveWeightCountsWhileItIsUp() {
    assertThat(Tracked.priority(100, List.of(new Tracked(20, true)))).isEqualTo(120);
    assertThat(Tracked.priority(100, List.of(new Tracked(20, false)))).isEqualTo(100);
  }

  @Test
  void aNegativeWeightCountsWhileItIsDown() {
    assertThat(Tracked.priority(100, List.of(new Tracked(-20, true)))).isEqualTo(100);
    assertThat(Tracked.priority(100, List.of(new Tracked(-20, false)))).isEqualTo(80);
  }

  @Test
  void weightsAddUpWithinWhatAPriorityCanBe() {
    var down = List.of(new Tracked(-90, false), new Tracked(-90, false));
    var up = List.of(new Tracked(90, true), new Tracked(90, true));

    assertThat(Tracked.priority(100, down)).isEqualTo(1);
    assertThat(Tracked.priority(100, up)).isEqualTo(254);
  }

  @Test
  void anOwnersPriorityNeverMoves() {
    assertThat(Tracked.priority(255, List.of(new Tracked(-20, false)))).isEqualTo(255);
  }

  @Test
  void withoutAWeightARouterCannotTakePartWhileItIsDown() {
    assertThat(Tracked.isAble(List.of(new Tracked(0, true), new Tracked(-5, false)))).isTrue();
    assertThat(Tracked.isAble(List.of(new Tracked(0, false)))).isFalse();
  }
}
