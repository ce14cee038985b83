package io.weir.proxy.cache.disk;

import static io.weir.proxy.cache.disk.Bench.key;
import static io.weir.proxy.cache.disk.Bench.octets;
import static io.weir.proxy.cache.disk.Bench.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.cache.store.Extent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the files, what is handed out is right, or nothing is. */
class DamageTest {
  private static final int[] SIZES = {0, 1, 5000, 140_000, 300_000, 700_000};

  /** What is done to one of the files. */
  enum Damage {
    CUT,
    FLIP,
    ZERO,
    GROW,
    DELETE
  }

  @Property(tries = 120)
  void whatIsHandedOutIsRightOrNothing(
      @ForAll Damage damage, @ForAll boolean isRestarted, @ForAll @IntRange(max = 9999) int seed)
      throws IOException {
    var random = new Random(seed);
    var folder = Files.createTempDirectory("weir-damage");
    try (var bench = new Bench(folder, new Extent(16 << 20, 32 << 20, 4 << 20))) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < SIZES.length; i++) {
          bench.put(key("" + i), octets(SIZES[i], i), "X: " + i);
        }
        // 2 MiB is too long for memory: written while it arrives.
        bench.put(key("long"), octets(2 << 20, 99));
      }
      bench.settle();
      bench.restart();
      if (isRestarted) {
        bench.stop();
      }

      var files = bench.files("").stream().filter(file -> !file.endsWith("weir-cache")).toList();
      harm(files.get(random.nextInt(files.size())), damage, random);
      if (isRestarted) {
        bench.restart();
      }

      for (int i = 0; i < SIZES.length; i++) {
        var got = bench.get(key("" + i));
        assertThat(got).isIn(Bench.NOTHING, sum(octets(SIZES[i], i)));
      }
      assertThat(bench.get(key("long"))).isIn(Bench.NOTHING, sum(octets(2 << 20, 99)));
      assertThat(bench.put(key("new"), octets(100, 1))).isTrue();
      assertThat(bench.get(key("new"))).isEqualTo(sum(octets(100, 1)));
    } finally {
      try (var all = Files.walk(folder)) {
        for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void harm(Path file, Damage damage, Random random) throws IOException {
    try (var octets = new RandomAccessFile(file.toFile(), "rw")) {
      long at = (long) (random.nextDouble() * octets.length());
      switch (damage) {
        case CUT -> octets.setLength(at);
        case FLIP -> {
          octets.seek(at);
          int was = octets.read();
          octets.seek(at);
          octets.write(was ^ 1 << random.nextInt(8));
        }
        case ZERO -> {
          octets.seek(at);
          octets.write(new byte[(int) Math.min(10_000, octets.length() - at)]);
        }
        case GROW -> {
          octets.seek(octets.length());
          octets.write(new byte[100]);
        }
        case DELETE -> Files.delete(file);
      }
    }
  }
}
