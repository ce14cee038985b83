package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally<Integer> tally = new Tally<>();

  @Property(tries = 300)
  void countsLikeAMapThatIsLookedAtFirst(
      @ForAll List<@IntRange(min = -3, max = 3) Integer> steps,
      @ForAll @IntRange(min = 1, max = 4) int most) {
    var counted = new Tally<Integer>();
    var model = new HashMap<Integer, Integer>();
    for (int step : steps) {
      int key = Math.abs(step);
      int before = model.getOrDefault(key, 0);

      if (step >= 0) {
        assertThat(counted.enter(key, most)).isEqualTo(before < most);
        model.put(key, Math.min(most, before + 1));
      } else if (before > 0) {
        counted.leave(key);
        model.put(key, before - 1);
      }
    }

    model.forEach((key, count) -> assertThat(counted.of(key)).isEqualTo(count));
    assertThat(counted.size())
        .isEqualTo((int) model.values().stream().filter(count -> count > 0).count());
  }

  @Test
  void neverHasMoreThanItMayAndForgetsAllWhoLeft() throws Exception {
    var inside = new AtomicInteger();
    var tooMany = new AtomicInteger();
    Callable<Void> visitor =
        () -> {
          for (int i = 0; i < 400_000; i++) {
            if (tally.enter(7, 2)) {
              if (inside.incrementAndGet() > 2) {
                tooMany.incrementAndGet();
              }
              inside.decrementAndGet();
              tally.leave(7);
            }
          }
          return null;
        };

    try (var threads = Executors.newFixedThreadPool(4)) {
      var visits = IntStream.range(0, 4).mapToObj(_ -> threads.submit(visitor)).toList();
      for (var visit : visits) {
        visit.get();
      }
    }

    assertThat(tooMany).hasValue(0);
    assertThat(tally.size()).isZero();
  }

  @Test
  void whoNeverEnteredCannotLeave() {
    assertThatThrownBy(() -> tally.leave(7)).isInstanceOf(IllegalStateException.class);
  }
}
