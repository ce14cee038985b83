package io.weir.proxy.limit;

import io.weir.dsl.model.Limit;
import io.weir.dsl.model.LimitKey;
import io.weir.dsl.model.Rate;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to look a bucket up and to take from it, the clock read included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class BucketCheckBenchmark {
  /** Keys that are there. */
  @Param({"1000", "1000000"})
  public int keys;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Check check = new Check();
  private Terms terms = terms(1_000_000_000);
  private Terms spent = terms(1);
  private BucketTable table = new BucketTable(1, terms, System::nanoTime, 1);
  private BucketTable empty = table;

  @Setup
  public void fill() {
    table = filled(terms);
    empty = filled(spent);
  }

  /** A key of all, that passes. */
  @Benchmark
  public boolean takeFromAnyBucket() {
    return take(table, terms, random.nextInt(keys));
  }

  /** One key over and over, that passes. */
  @Benchmark
  public boolean takeFromOneBucket() {
    return take(table, terms, 77);
  }

  /** A key of all, that is refused: its bucket is empty. */
  @Benchmark
  public boolean findAnyBucketEmpty() {
    return take(empty, spent, random.nextInt(keys));
  }

  private boolean take(BucketTable from, Terms by, int client) {
    check.clear();
    check.key.set(4, client);
    return from.take(by, 1, System.nanoTime(), check);
  }

  private BucketTable filled(Terms by) {
    var made = new BucketTable(2 * keys, by, System::nanoTime, 1);
    for (int i = 0; i < keys; i++) {
      take(made, by, i);
    }
    return made;
  }

  static Terms terms(long burst) {
    var limit =
        new Limit.Requests(
            "bench",
            new Rate(burst, Duration.ofDays(1)),
            burst,
            1,
            List.of(new LimitKey.ClientIp()),
            Optional.empty(),
            false,
            false,
            1000,
            new Span(new Source("", ""), 0, 0));
    return Terms.of(limit, null, System.nanoTime());
  }
}
