package io.weir.proxy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalsTest {
  private final Removals removals = new Removals();

  private static CacheKey key(String kind, int number) {
    return CacheKey.of("http://a.test/" + kind + "/" + number);
  }

  @Test
  void knowsEveryKeyThatWasRemovedAfterwards() {
    IntStream.range(0, 1000).forEach(i -> removals.note(key("gone", i), i + 1));

    assertThat(IntStream.range(0, 1000))
        .allMatch(i -> removals.isAfter(key("gone", i), i))
        .noneMatch(i -> removals.isAfter(key("gone", i), 1000));
  }

  @Test
  void takesNextToNoOtherKeyForARemovedOne() {
    IntStream.range(0, 300).forEach(i -> removals.note(key("gone", i), i + 1));

    long mistaken =
        IntStream.range(0, 10_000).filter(i -> removals.isAfter(key("kept", i), 0)).count();

    assertThat(mistaken).isLessThanOrEqualTo(2);
  }
}
