package io.weir.vrrp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedTest {
  @Test
  void aPositiveWeightCountsWhileItIsUp() {
    assertThat(Tracked.priority(100, List.of(Tracked.of(20, true)))).isEqualTo(120);
    assertThat(Tracked.priority(100, List.of(Tracked.of(20, false)))).isEqualTo(100);
  }

  @Test
  void aNegativeWeightCountsWhileItIsDown() {
    assertThat(Tracked.priority(100, List.of(Tracked.of(-20, true)))).isEqualTo(100);
    assertThat(Tracked.priority(100, List.of(Tracked.of(-20, false)))).isEqualTo(80);
  }

  @Test
  void weightsAddUpWithinWhatAPriorityCanBe() {
    var down = List.of(Tracked.of(-90, false), Tracked.of(-90, false));
    var up = List.of(Tracked.of(90, true), Tracked.of(90, true));

    assertThat(Tracked.priority(100, down)).isEqualTo(1);
    assertThat(Tracked.priority(100, up)).isEqualTo(254);
  }

  @Test
  void anOwnersPriorityNeverMoves() {
    assertThat(Tracked.priority(255, List.of(Tracked.of(-20, false)))).isEqualTo(255);
  }

  @Test
  void withoutAWeightARouterCannotTakePartWhileItIsDown() {
    assertThat(Tracked.isAble(List.of(Tracked.of(0, true), Tracked.of(-5, false)))).isTrue();
    assertThat(Tracked.isAble(List.of(Tracked.of(0, false)))).isFalse();
  }

  @Test
  void aNumberIsMultipliedAndAdded() {
    assertThat(Tracked.priority(100, List.of(Tracked.ofNumber(2, 15)))).isEqualTo(130);
    assertThat(Tracked.priority(100, List.of(Tracked.ofNumber(-1, 30)))).isEqualTo(70);
    assertThat(Tracked.priority(100, List.of(Tracked.ofNumber(1, -30)))).isEqualTo(70);
    assertThat(Tracked.priority(100, List.of(Tracked.ofNumber(254, Integer.MAX_VALUE))))
        .isEqualTo(254);
  }

  @Test
  void aNumberWithoutAWeightKeepsARouterOutUnlessItIsZero() {
    assertThat(Tracked.ofNumber(0, 0).isAble()).isTrue();
    assertThat(Tracked.ofNumber(0, -1).isAble()).isFalse();
    assertThat(Tracked.priority(100, List.of(Tracked.ofNumber(0, 7)))).isEqualTo(100);
  }

  @Test
  void aNumberThatTakesMoreThanAllKeepsARouterOut() {
    assertThat(Tracked.ofNumber(1, -253).isAble()).isTrue();
    assertThat(Tracked.ofNumber(1, -254).isAble()).isFalse();
    assertThat(Tracked.ofNumber(-254, Integer.MAX_VALUE).isAble()).isFalse();
    assertThat(Tracked.ofNumber(1, 1000).isAble()).isTrue();
  }
}
