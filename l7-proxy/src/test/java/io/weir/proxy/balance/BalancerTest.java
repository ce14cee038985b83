package io.weir.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Pool;
import io.weir.dsl.model.Pool.Balance;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final Span NOWHERE = new Span(new Source("test", ""), 0, 0);

  private final Random random = new Random(7);

  @Property(tries = 100)
  void aTurnOfTheRotationIsExactlyTheWeights(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights) {
    var balancer = new Balancer(Balance.ROUND_ROBIN, servers(weights, _ -> false));
    var rotation = balancer.newRotation();
    var counts = new int[weights.size()];
    int turn = weights.stream().mapToInt(weight -> weight).sum();

    for (int i = 0; i < 3 * turn; i++) {
      counts[balancer.pick(idle(weights.size(), _ -> true), rotation, random)]++;
    }

    assertThat(counts).containsExactly(weights.stream().mapToInt(weight -> 3 * weight).toArray());
  }

  @Test
  void aRotationIsSmooth() {
    var balancer = new Balancer(Balance.ROUND_ROBIN, servers(List.of(5, 1, 1), _ -> false));
    var rotation = balancer.newRotation();
    var order = new StringBuilder();

    for (int i = 0; i < 7; i++) {
      order.append("abc".charAt(balancer.pick(idle(3, _ -> true), rotation, random)));
    }

    assertThat(order).hasToString("aabacaa");
  }

  @Property(tries = 100)
  void nobodyPicksWhatCannotBeUsed(
      @ForAll Balance kind,
      @ForAll @Size(min = 1, max = 8) List<Boolean> usable,
      @ForAll @Size(min = 8, max = 8) List<Boolean> backups) {
    var weights = usable.stream().map(_ -> 1).toList();
    var balancer = new Balancer(kind, servers(weights, backups::get));
    var rotation = balancer.newRotation();
    boolean anyPrimary = false;
    for (int i = 0; i < usable.size(); i++) {
      anyPrimary |= usable.get(i) && !backups.get(i);
    }

    for (int i = 0; i < 20; i++) {
      int picked = balancer.pick(idle(usable.size(), usable::get), rotation, random);
      assertThat(picked >= 0).isEqualTo(usable.contains(true));
      if (picked >= 0) {
        assertThat(usable.get(picked)).isTrue();
        assertThat(backups.get(picked)).isEqualTo(!anyPrimary);
      }
    }
  }

  @Test
  void withoutLoadTwoChoicesKeepToTheWeights() {
    var balancer = new Balancer(Balance.P2C, servers(List.of(3, 1), _ -> false));
    var counts = new int[2];

    for (int i = 0; i < 40_000; i++) {
      counts[balancer.pick(idle(2, _ -> true), balancer.newRotation(), random)]++;
    }

    assertThat(counts[0] / 40_000.0).isCloseTo(0.75, within(0.02));
  }

  @Test
  void ofTwoChoicesTheLessLoadedForItsWeightIsTaken() {
    var balancer = new Balancer(Balance.P2C, servers(List.of(2, 1), _ -> false));
    var candidates = loaded(4, 1);
    int heavy = 0;

    for (int i = 0; i < 9_000; i++) {
      heavy += balancer.pick(candidates, balancer.newRotation(), random) == 0 ? 1 : 0;
    }

    // Only when it is drawn both times: 2/3 of 2/3.
    assertThat(heavy / 9_000.0).isCloseTo(4 / 9.0, within(0.03));
  }

  private static List<Pool.Server> servers(List<Integer> weights, IntPredicate isBackup) {
    var servers = new ArrayList<Pool.Server>();
    for (int i = 0; i < weights.size(); i++) {
      servers.add(
          new Pool.Server(
              new Endpoint("10.0.0.1", i + 1),
              weights.get(i),
              isBackup.test(i),
              OptionalInt.empty(),
              NOWHERE));
    }
    return servers;
  }

  private static Candidates idle(int count, IntPredicate usable) {
    return candidates(new int[count], usable);
  }

  private static Candidates loaded(int... inFlight) {
    return candidates(inFlight, _ -> true);
  }

  private static Candidates candidates(int[] inFlight, IntPredicate usable) {
    return new Candidates() {
      @Override
      public int inFlight(int server) {
        return inFlight[server];
      }

      @Override
      public boolean isUsable(int server) {
        return usable.test(server);
      }
    };
  }
}
