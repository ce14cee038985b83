package io.weir.proxy.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IndexTest {
  @Property(tries = 200)
  void hasWhatWasAddedAndNotRemoved(
      @ForAll @Size(max = 3000) List<@IntRange(max = 2000) Integer> steps) {
    var index = new Index(0);
    Map<Long, Set<Long>> model = new HashMap<>();

    int next = 1;
    for (int step : steps) {
      long print = print(step % 97 + 1);
      var places = model.computeIfAbsent(print, _ -> new HashSet<>());
      if (step % 3 == 0 && !places.isEmpty()) {
        long gone = places.iterator().next();
        places.remove(gone);
        assertThat(index.remove(print, gone)).isTrue();
        assertThat(index.remove(print, gone)).isFalse();
      } else if (places.size() < 64) {
        long place = Place.of(next++, step * 8);
        places.add(place);
        index.add(print, place);
        index.use(print, place);
      }
    }

    model.forEach((print, places) -> {
      assertThat(boxed(index.find(print))).containsExactlyInAnyOrderElementsOf(places);
      assertThat(index.has(print)).isEqualTo(!places.isEmpty());
      assertThat(places).allMatch(place -> index.isUsed(print, place));
    });
    assertThat(index.live()).isEqualTo(model.values().stream().mapToInt(Set::size).sum());
  }

  private static long print(long number) {
    return number * 0x5851f42d4c957f2dL;
  }

  private static List<Long> boxed(long[] numbers) {
    return java.util.Arrays.stream(numbers).boxed().toList();
  }

  @Test
  void takesSomeThirtyOctetsForEachOfManyEntries() {
    var index = new Index(0);

    for (int i = 1; i <= 1_000_000; i++) {
      index.add(print(i), Place.of(1, i * 8));
    }

    assertThat(index.live()).isEqualTo(1_000_000);
    assertThat(index.memory() / index.live()).isBetween(20L, 44L);
    assertThat(index.find(print(77))).containsExactly(Place.of(1, 77 * 8));
  }

  @Test
  void aRoundSeesAllThatIsThere() {
    var index = new Index(0);
    for (int i = 1; i <= 1000; i++) {
      index.add(print(i), Place.of(i, 8));
    }
    var seen = new HashSet<Long>();
    var mark = index.mark();

    for (int at = 0; at >= 0; at = mark.walk(at, 100, (_, place) -> seen.add(place))) {}

    assertThat(seen).hasSize(1000);
    assertThat(mark.isCurrent()).isTrue();
    index.rebuild(place -> Place.segment(place) > 500);
    assertThat(mark.isCurrent()).isFalse();
    assertThat(index.live()).isEqualTo(500);
  }
}
