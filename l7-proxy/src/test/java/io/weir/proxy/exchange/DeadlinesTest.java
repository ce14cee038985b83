package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long TICK = Deadlines.TICK_NANOS;

  private final Deadlines deadlines = new Deadlines(0);

  @Property(tries = 200)
  void firesNeverEarlyAndAtMostTwoTicksLate(
      @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 0, max = 6000) Integer> waits,
      @ForAll long seed) {
    var wheel = new Deadlines(0);
    var random = new Random(seed);
    var nodes = new ArrayList<Noting>();
    for (int wait : waits) {
      var node = new Noting();
      nodes.add(node);
      // Set before, nearer or farther: only the last time counts.
      wheel.set(node, random.nextInt(6000) * (TICK / 16));
      node.due = wait * (TICK / 16);
      wheel.set(node, node.due);
    }

    for (long now = 0; now < 400 * TICK; now += TICK) {
      wheel.advance(now);
    }

    assertThat(nodes)
        .allSatisfy(node -> {
          assertThat(node.times).hasSize(1);
          assertThat(node.times.getFirst()).isBetween(node.due, node.due + 2 * TICK);
        });
  }

  @Test
  void firesAfterMoreThanOneTurnOfTheWheel() {
    var node = new Noting();
    long due = 5000 * TICK + 7;
    deadlines.set(node, due);

    for (long now = 0; now < 6000 * TICK; now += TICK) {
      deadlines.advance(now);
    }

    assertThat(node.times).hasSize(1);
    assertThat(node.times.getFirst()).isBetween(due, due + 2 * TICK);
  }

  @Test
  void doesNotFireWhatWasClearedOrRemoved() {
    var cleared = new Noting();
    var removed = new Noting();
    deadlines.set(cleared, TICK);
    deadlines.set(removed, TICK);

    deadlines.clear(cleared);
    deadlines.remove(removed);
    deadlines.advance(10 * TICK);

    assertThat(cleared.times).isEmpty();
    assertThat(removed.times).isEmpty();
  }

  @Test
  void oneThatFiresMayRemoveAnotherOfTheSameMoment() {
    var second = new Noting();
    var first =
        new Noting() {
          @Override
          protected void expired(long now) {
            super.expired(now);
            deadlines.remove(second);
          }
        };
    deadlines.set(first, TICK);
    deadlines.set(second, TICK);

    deadlines.advance(10 * TICK);

    assertThat(first.times).hasSize(1);
    assertThat(second.times).isEmpty();
  }

  @Test
  void oneThatFiresMaySetItselfAgain() {
    var again =
        new Noting() {
          @Override
          protected void expired(long now) {
            super.expired(now);
            deadlines.set(this, now + TICK);
          }
        };
    deadlines.set(again, 0);

    for (long now = 0; now <= 10 * TICK; now += TICK) {
      deadlines.advance(now);
    }

    assertThat(again.times).hasSizeBetween(4, 10);
  }

  @Test
  void oneThatBreaksDoesNotKeepOthersFromFiring() {
    var broken =
        new Deadline() {
          @Override
          protected void expired(long now) {
            throw new IllegalStateException("as this test has it");
          }
        };
    var sound = new Noting();
    deadlines.set(broken, TICK);
    deadlines.set(sound, TICK);

    deadlines.advance(10 * TICK);

    assertThat(sound.times).hasSize(1);
  }

  private static class Noting extends Deadline {
    final List<Long> times = new ArrayList<>();
    long due;

    @Override
    protected void expired(long now) {
      times.add(now);
    }
  }
}
