package io.weir.perf;

import io.weir.proxy.address.AddressTrie;
import io.weir.proxy.address.AddressTrieBuilder;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to ask whether a client is in a set of many networks. Addresses differ from
 * question to question, so that the set is not in the nearest cache; half of them are in the set.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AddressSetBenchmark {
  private static final int QUESTIONS = 1 << 16;

  @Param({"100", "1000000"})
  private int networks;

  private AddressTrie set = AddressTrie.EMPTY;
  private final byte[][] four = new byte[QUESTIONS][];
  private final byte[][] six = new byte[QUESTIONS][];
  private int next;

  /** Half of the networks are IPv4, /24 to /32; half IPv6, /32 to /64. */
  @Setup
  public void fill() {
    var random = new Random(1);
    var builder = new AddressTrieBuilder();
    for (int i = 0; i < networks; i++) {
      int bits = random.nextInt();
      long high = 0x2000_0000_0000_0000L | random.nextLong() >>> 3;
      int at = i % QUESTIONS;
      boolean isIn = (i & 2) == 0;
      if ((i & 1) == 0) {
        int prefix = 24 + random.nextInt(9);
        builder.add(bytes(bits & -1 << (32 - prefix)), prefix);
        four[at] = bytes(isIn ? bits : random.nextInt());
        six[at] = bytes(0x2000_0000_0000_0000L | random.nextLong() >>> 3, random.nextLong());
      } else {
        int prefix = 32 + random.nextInt(33);
        builder.add(bytes(high & -1L << (64 - prefix), 0), prefix);
        six[at] = bytes(isIn ? high : random.nextLong() >>> 3, random.nextLong());
        four[at] = bytes(random.nextInt());
      }
    }
    for (int i = 0; i < QUESTIONS; i++) {
      four[i] = four[i] == null ? four[i % Math.min(networks, QUESTIONS)] : four[i];
      six[i] = six[i] == null ? six[i % Math.min(networks, QUESTIONS)] : six[i];
    }
    set = builder.build();
    System.out.println(
        "# "
            + set.size()
            + " networks, "
            + set.bytes()
            + " bytes, "
            + set.bytes() / set.size()
            + " each");
  }

  @Benchmark
  public boolean ipv4() {
    return set.contains(four[next++ & (QUESTIONS - 1)]);
  }

  @Benchmark
  public boolean ipv6() {
    return set.contains(six[next++ & (QUESTIONS - 1)]);
  }

  private static byte[] bytes(int bits) {
    return ByteBuffer.allocate(4).putInt(bits).array();
  }

  private static byte[] bytes(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }
}
