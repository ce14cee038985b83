package io.weir.perf;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.address.AddressSets;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to read a file of a million addresses in no order and compile it, from the
 * first time in a fresh process on, as at the start of a proxy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 4)
public class AddressFileBenchmark {
  @Param({"4", "6"})
  private int family;

  private Path file = Path.of("");

  /** Writes the file. */
  @Setup
  public void write() throws IOException {
    var random = new Random(1);
    var lines = new ArrayList<String>();
    for (int i = 0; i < 1_000_000; i++) {
      var address = new byte[family == 4 ? 4 : 16];
      random.nextBytes(address);
      if (family == 6) {
        address[0] = 0x20;
      }
      lines.add(InetAddress.getByAddress(address).getHostAddress());
    }
    file = Files.createTempFile("weir-", ".txt");
    Files.write(file, lines);
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  /** Reads it. */
  @Benchmark
  public AddressSets read() throws IOException {
    var sets = new AddressSets();
    sets.read(new NamedFile(file.toString(), new Span(new Source("", ""), 0, 0)));
    return sets;
  }
}
