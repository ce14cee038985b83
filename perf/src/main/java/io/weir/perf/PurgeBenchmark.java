package io.weir.perf;

import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purge.Target;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a purge costs a store that is full: the purge itself, the first look at a response behind
 * it, and a look at one that has been held against it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PurgeBenchmark {
  private static final FieldLines REQUEST = new FieldLinesBuilder().build();

  @Param({"100000", "1000000"})
  private int entries;

  private MemoryStore store = new MemoryStore("none", 1 << 20, 1 << 20);
  private CacheKey[] keys = new CacheKey[0];
  private int next;

  /** Every response has the tag "all" and one of a thousand others. */
  @Setup
  public void fill() {
    store = new MemoryStore("bench", 4L << 30, 1 << 20);
    keys = new CacheKey[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = CacheKey.of("https://shop.example.com/products/item-" + i);
      var fields = new FieldLinesBuilder().add("Cache-Tag", "all, t" + i % 1000).build();
      var writer = Objects.requireNonNull(store.open(keys[i], 16, false));
      writer.append(Unpooled.copiedBuffer("sixteen octets..", StandardCharsets.US_ASCII));
      store.put(
          keys[i],
          new StoredResponse(
              ResponseHead.of(200, fields),
              new Freshness(0, 0, new Freshness.Terms(Long.MAX_VALUE, 0, 0, 0, false)),
              new StoredResponse.Selection(Vary.NONE, ""),
              store.sequence(),
              null,
              writer.seal()));
    }
  }

  /** Rules do not pile up over a measurement. */
  @TearDown(Level.Iteration)
  public void settle() {
    long latest = store.purges().latest();
    while (!store.sweep()) {
      Thread.onSpinWait();
    }
    store.purges().fold(latest);
  }

  @TearDown
  public void free() {
    store.close();
  }

  /** A purge that means nothing that is stored, so that the store stays full. */
  @Benchmark
  public long purgeOfATag() {
    store.purge(new Purge(List.of(new Target.Tag("x" + (next++ & 0xfff))), false));
    return store.sequence();
  }

  /** A hit that was held against all purges: the usual one. */
  @Benchmark
  public Object lookBehindNoPurge() {
    return look();
  }

  /** A hit right behind a purge: it is held against the one new rule. */
  @Benchmark
  public Object purgeAndLookBehindIt() {
    purgeOfATag();
    return look();
  }

  private Object look() {
    Variants found = store.find(keys[Math.floorMod(next++ * 7919, entries)]);
    var response = found.select(REQUEST);
    return response == null ? found : response;
  }

  /** A tag that every response has: all of them are void when this returns. */
  public static void main(String[] arguments) {
    int[] sizes = {100_000, 1_000_000};
    for (int size : sizes) {
      var bench = new PurgeBenchmark();
      bench.entries = size;
      bench.fill();
      long start = System.nanoTime();
      bench.store.purge(new Purge(List.of(new Target.Tag("all")), false));
      long purged = System.nanoTime();
      int left = 0;
      for (var key : bench.keys) {
        left += bench.store.find(key).isEmpty() ? 0 : 1;
      }
      System.out.printf(
          "%d entries: purge of a tag that all have %.3f ms; %d answered after it%n",
          size, (purged - start) / 1e6, left);
      bench.free();
    }
  }
}
