package io.weir.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purge.Target;
import io.weir.proxy.cache.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeeperTest {
  private final MemoryStore store = new MemoryStore("test", 1 << 20, 1 << 20);
  private final SharedCache cache = new SharedCache(store, 1);

  @AfterEach
  void close() {
    cache.close();
  }

  private static Purge tag(String name) {
    return new Purge(List.of(new Target.Tag(name)), false);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void forgetsRulesAfterTheRoundThatFollowsTheirOwn() throws Exception {
    try (var keeper = new Keeper(Duration.ofMillis(50))) {
      keeper.purge(List.of(cache), tag("a")).toCompletableFuture().get();
      assertThat(store.purges().rules()).isEqualTo(1);

      await(() -> store.purges().rules() == 0);

      assertThat(cache.counts().purges()).isEqualTo(1);
      assertThat(store.purges().folded()).isEqualTo(store.purges().latest());
      keeper.purge(List.of(cache), tag("b")).toCompletableFuture().get();
      await(() -> store.purges().rules() == 0);
    }
  }

  @Test
  void forgetsRulesAtOnceWhenHalfOfTheRoomIsUsedUp() throws Exception {
    var many =
        IntStream.range(0, 1000)
            .mapToObj(i -> (Target) new Target.Prefix("https://a.test/" + i))
            .toList();
    try (var keeper = new Keeper(Duration.ofHours(1))) {
      for (int i = 0; i < 3; i++) {
        keeper.purge(List.of(cache), new Purge(many, false)).toCompletableFuture().get();

        await(() -> store.purges().rules() == 0);
      }
    }
  }

  @Test
  void tellsOfAPurgeThatHasNoRoom() {
    var many =
        IntStream.range(0, 2000)
            .mapToObj(i -> (Target) new Target.Prefix("https://a.test/" + i))
            .toList();
    try (var keeper = new Keeper()) {
      var purged = keeper.purge(List.of(cache), new Purge(many, false)).toCompletableFuture();

      assertThat(purged)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("found purges of 2000 prefixes and patterns");
    }
  }
}
