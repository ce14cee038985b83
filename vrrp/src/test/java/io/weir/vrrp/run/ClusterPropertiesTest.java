package io.weir.vrrp.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two or three directors, and everything that may happen to them. */
class ClusterPropertiesTest {
  /** Two who are awake and hear each other: an advert's way there, and back. */
  private static final long BOUND = 3 * Cluster.MILLI;

  private static final long SETTLED = 2_000 * Cluster.MILLI;

  @Property(tries = 60)
  void twoThatHearEachOtherAreNeverBothActiveForLong(
      @ForAll("priorities") List<Integer> priorities, @ForAll long seed) {
    var cluster = new Cluster(seed, priorities);
    var watch = new Overlap(cluster);
    cluster.nodes().forEach(Cluster.Node::start);
    cluster.run(SETTLED, watch);

    var random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      var node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
      switch (random.nextInt(5)) {
        case 0 -> node.pause();
        case 1 -> node.resume();
        case 2 -> node.die();
        case 3 -> node.revive();
        default -> node.stop();
      }
      cluster.run((1 + random.nextInt(900)) * Cluster.MILLI, watch);
    }

    assertThat(watch.longest()).isLessThanOrEqualTo(BOUND);
  }

  @Property(tries = 60)
  void afterEverythingOneOfTheBestIsActiveAlone(
      @ForAll("priorities") List<Integer> priorities, @ForAll long seed) {
    var cluster = new Cluster(seed, priorities);
    var random = new Random(seed);
    cluster.nodes().forEach(Cluster.Node::start);
    for (int i = 0; i < 12; i++) {
      var node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
      switch (random.nextInt(7)) {
        case 0 -> node.pause();
        case 1 -> node.resume();
        case 2 -> node.die();
        case 3 -> node.revive();
        case 4 -> cluster.cut(true);
        case 5 -> cluster.cut(false);
        default -> cluster.lose(30);
      }
      cluster.run((1 + random.nextInt(900)) * Cluster.MILLI, () -> {});
    }
    cluster.cut(false);
    cluster.lose(0);
    cluster.nodes().forEach(Cluster.Node::resume);
    cluster.nodes().forEach(Cluster.Node::revive);

    cluster.run(SETTLED, () -> {});

    // Of equal priorities whoever is Active stays so (RFC 9568 6.4.2).
    assertThat(cluster.nodes().stream().filter(Cluster.Node::isHolding))
        .singleElement()
        .satisfies(node -> assertThat(node.priority).isEqualTo(highest(cluster)))
        .matches(Cluster.Node::isAwakeAndActive);
    assertThat(cluster.nodes().stream().filter(Cluster.Node::isAwakeAndActive)).hasSize(1);
  }

  @Property(tries = 40)
  void whoDiesIsFollowedWithinTheDownTime(@ForAll long seed) {
    var cluster = new Cluster(seed, List.of(200, 100));
    cluster.nodes().forEach(Cluster.Node::start);
    cluster.run(SETTLED + Math.floorMod(seed, Cluster.INTERVAL), () -> {});

    cluster.nodes().getFirst().die();
    cluster.run(361 * Cluster.MILLI + 2 * Cluster.MILLI, () -> {});

    assertThat(cluster.nodes().getLast().isHolding()).isTrue();
  }

  @Property(tries = 40)
  void whoWakesAfterALongSleepHasNoAddressAndTakesNoneFromItsFollower(@ForAll long seed) {
    var cluster = new Cluster(seed, List.of(200, 100));
    cluster.nodes().forEach(Cluster.Node::start);
    cluster.run(SETTLED, () -> {});
    var sleeper = cluster.nodes().getFirst();
    sleeper.pause();
    cluster.run(5_000 * Cluster.MILLI, () -> {});
    assertThat(sleeper.isHolding()).isFalse();

    sleeper.resume();
    cluster.run(Cluster.MILLI, () -> {});

    assertThat(sleeper.isAwakeAndActive()).isFalse();
    assertThat(cluster.nodes().getLast().isHolding()).isTrue();
  }

  private static int highest(Cluster cluster) {
    return cluster.nodes().stream().mapToInt(node -> node.priority).max().orElseThrow();
  }

  @Provide
  Arbitrary<List<Integer>> priorities() {
    return Arbitraries.integers().between(1, 254).list().ofMinSize(2).ofMaxSize(3);
  }

  /** How long at a stretch more than one awake router was Active. */
  private static final class Overlap implements Runnable {
    private final Cluster cluster;
    private long since;
    private boolean isOverlapping;
    private long longest;

    Overlap(Cluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public void run() {
      boolean overlaps =
          cluster.nodes().stream().filter(Cluster.Node::isAwakeAndActive).count() > 1;
      if (overlaps && !isOverlapping) {
        since = cluster.now();
      }
      isOverlapping = overlaps;
      if (overlaps) {
        longest = Math.max(longest, cluster.now() - since);
      }
    }

    long longest() {
      return longest;
    }
  }
}
