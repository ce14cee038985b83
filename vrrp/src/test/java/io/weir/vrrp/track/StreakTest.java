package io.weir.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StreakTest {
  @Test
  void theFirstEndDecidesByItself() {
    assertThat(states("+", 3, 3)).isEqualTo("u");
    assertThat(states("-", 3, 3)).isEqualTo("d");
  }

  @Test
  void itTakesThatManyBadEndsInARow() {
    assertThat(states("+--+---", 1, 3)).isEqualTo("uuuuuud");
  }

  @Test
  void itTakesThatManyGoodEndsInARow() {
    assertThat(states("-+-++", 2, 1)).isEqualTo("ddddu");
  }

  private static String states(String ends, int rise, int fall) {
    var streak = new Streak[] {Streak.UNKNOWN};
    return ends.chars()
        .mapToObj(end -> {
          streak[0] = streak[0].after(end == '+', rise, fall);
          return streak[0].isUp().orElseThrow() ? "u" : "d";
        })
        .collect(Collectors.joining());
  }
}
