package io.weir.proxy.cache.disk;

import static io.weir.proxy.cache.disk.Bench.NOTHING;
import static io.weir.proxy.cache.disk.Bench.key;
import static io.weir.proxy.cache.disk.Bench.octets;
import static io.weir.proxy.cache.disk.Bench.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.store.CacheKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TieredPurgeTest {
  private static final CacheKey KEY = key("a");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void hasNothingAfterAPurgeOfEverything() throws IOException {
    bench.putTwice(KEY, octets("text"));
    bench.putTwice(key("long"), octets(300_000, 1));

    bench.store().purge(Purge.ALL);
    bench.settle();

    assertThat(bench.get(KEY)).isEqualTo(NOTHING);
    bench.restart();
    assertThat(bench.get(key("long"))).isEqualTo(NOTHING);
    bench.putTwice(KEY, octets("new"));
    bench.restart();
    assertThat(bench.get(KEY)).isEqualTo(sum(octets("new")));
  }

  @Test
  void whatIsPurgedOnDiskStaysAwayWhenTheRulesAreForgotten() throws IOException {
    for (int i = 0; i < 30; i++) {
      bench.putTwice(key("tagged/" + i), octets("tagged " + i), "Cache-Tag: a, " + i);
      bench.putTwice(key("other/" + i), octets("other " + i), "Cache-Tag: b");
    }
    bench.restart();
    var purges = bench.store().purges();

    bench.store().purge(new Purge(List.of(new Purge.Target.Tag("a")), false));
    bench
        .store()
        .purge(new Purge(List.of(new Purge.Target.Prefix("http://a.test/other/2")), false));
    while (!bench.store().sweep()) {
      bench.settle();
    }
    bench.settle();
    purges.fold(purges.latest());

    assertThat(purges.rules()).isZero();
    assertThatTheyAreGone();
    bench.restart();
    assertThatTheyAreGone();
    // What is found dead is taken out of the index behind the answer.
    bench.settle();
    assertThat(bench.store().diskCounts().orElseThrow().entries()).isEqualTo(30 - 11);
  }

  private void assertThatTheyAreGone() {
    for (int i = 0; i < 30; i++) {
      boolean isPurged = i == 2 || i >= 20 && i < 30;
      assertThat(bench.get(key("tagged/" + i))).isEqualTo(NOTHING);
      assertThat(bench.get(key("other/" + i)))
          .isEqualTo(isPurged ? NOTHING : sum(octets("other " + i)));
    }
  }
}
