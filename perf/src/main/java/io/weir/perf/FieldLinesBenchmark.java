package io.weir.perf;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to note the field lines of a browser's request and to look one up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FieldLinesBenchmark {
  private final FieldLinesBuilder scratch = new FieldLinesBuilder();
  private final FieldLines lines = browser();

  /** Hashes each name, recognises it and notes where its line is, as the head parser does. */
  @Benchmark
  public FieldLines noteTheLinesOfAHead() {
    var bytes = lines.bytes();
    scratch.reset();
    for (int i = 0; i < lines.count(); i++) {
      int start = lines.lineStart(i);
      int nameEnd = lines.nameEnd(i);
      int hash = FieldName.hash(bytes, start, nameEnd);
      scratch.found(
          start,
          nameEnd,
          lines.valueStart(i),
          lines.valueEnd(i),
          lines.lineEnd(i),
          FieldName.find(bytes, start, nameEnd, hash));
    }
    return scratch.in(bytes);
  }

  /** Finds a line by its name. */
  @Benchmark
  public int findALine() {
    return lines.first(FieldName.HOST);
  }

  private static FieldLines browser() {
    return new FieldLinesBuilder()
        .add("Host", "shop.example.com")
        .add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Safari/537.36")
        .add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .add("Accept-Language", "en-GB,en;q=0.9,de;q=0.8")
        .add("Accept-Encoding", "gzip, deflate, br, zstd")
        .add("Cache-Control", "max-age=0")
        .add("Sec-Fetch-Dest", "document")
        .add("Sec-Fetch-Mode", "navigate")
        .add("Sec-Fetch-Site", "same-origin")
        .add("Upgrade-Insecure-Requests", "1")
        .add("Referer", "http://shop.example.com/catalogue/garden?page=3")
        .add("Cookie", "session=3f9d2c0a7b6e4d118c25a0f4e9b17d63; theme=dark; consent=1")
        .build();
  }
}
