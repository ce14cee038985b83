package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SharedTest {
  @Property
  void isAlwaysLikeWhatWasGiven(@ForAll int[][] values) {
    var shared = new Shared<int[]>(java.util.Arrays::hashCode, java.util.Arrays::equals);

    for (var value : values) {
      var one = shared.one(value);

      assertThat(one).isEqualTo(value);
      assertThat(shared.one(value.clone())).isSameAs(one);
    }
  }

  @Test
  void linesThatLieAlikeAreTheSameLinesAndTakeLess() {
    var first = lines("a", "1").sharing();
    var second = lines("a", "2");

    var kept = second.sharing();

    assertThat(kept.value(0)).isEqualTo("2");
    assertThat(kept.name(1)).isEqualTo(FieldName.ETAG);
    assertThat(kept.has(FieldName.ETAG)).isTrue();
    assertThat(kept.memory()).isLessThan(second.memory()).isLessThanOrEqualTo(first.memory());
    assertThat(kept.sharing()).isSameAs(kept);
  }

  private static FieldLines lines(String name, String value) {
    return new FieldLinesBuilder().add(name, value).add("ETag", "\"" + value + "\"").build();
  }
}
