package io.weir.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.compress.Coder.Next;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Both makers of gzip do the same: the one inside the JDK, and the system's where there is one. */
class GzipEncodersTest {
  private static final List<IntFunction<Coder>> MAKERS =
      Zlib.found().isPresent()
          ? List.of(GzipEncoder::new, ZlibEncoder::new)
          : List.of(GzipEncoder::new);

  @Property(tries = 300)
  void whatComesOutStandsForWhatWentInWhateverThePartsAndTheRoom(
      @ForAll @Size(max = 12) List<@IntRange(max = 20_000) Integer> sizes,
      @ForAll @IntRange(min = 64, max = 5_000) int room,
      @ForAll @IntRange(min = 1, max = 9) int level,
      @ForAll long seed)
      throws Exception {
    for (var maker : MAKERS) {
      try (var coder = maker.apply(level)) {
        // Twice, since a coder is used again.
        for (int turn = 0; turn < 2; turn++) {
          var random = new Random(seed + turn);
          var plain = new ByteArrayOutputStream();
          var coded = new ByteArrayOutputStream();
          for (int size : sizes) {
            var part = part(size, random);
            plain.writeBytes(part);
            boolean flushes = random.nextInt(4) == 0;
            run(coder, part, flushes ? Next.FLUSH : Next.MORE, room, coded);
            if (flushes) {
              assertThat(readable(coded.toByteArray())).isEqualTo(plain.toByteArray());
            }
          }
          run(coder, new byte[0], Next.END, room, coded);

          assertThat(
                  Arrays.equals(
                      Decoders.decoded(ContentCoding.GZIP, coded.toByteArray()),
                      plain.toByteArray()))
              .isTrue();
          assertThat(coder.reset()).isTrue();
        }
      }
    }
  }

  @Test
  void theSystemsIsUsedWhereItIs() throws Exception {
    assumeThat(Zlib.found()).isPresent();

    try (var coder = new ZlibEncoder(1)) {
      var coded = new ByteArrayOutputStream();
      run(coder, new byte[100_000], Next.END, 4096, coded);

      assertThat(coded.size()).isLessThan(1000);
      // The system, as zlib writes it: Unix; the JDK's says 255.
      assertThat(coded.toByteArray()[9]).isEqualTo((byte) 3);
    }
  }

  @Test
  void mayBeClosedInItsMiddleAndTwice() {
    for (var maker : MAKERS) {
      var coder = maker.apply(6);
      var out = ByteBuffer.allocateDirect(64);
      assertThatCode(coder, out);
      coder.close();
      coder.close();
    }
  }

  private static void assertThatCode(Coder coder, ByteBuffer out) {
    try {
      var in = ByteBuffer.allocateDirect(10_000);
      coder.step(in, out, Next.MORE);
      assertThat(in.remaining()).isLessThan(10_000);
    } catch (CodingException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(Coder coder, byte[] part, Next next, int room, ByteArrayOutputStream to)
      throws CodingException {
    var in = ByteBuffer.allocateDirect(part.length).put(part);
    in.flip();
    boolean done = false;
    for (int steps = 0; !done; steps++) {
      var out = ByteBuffer.allocateDirect(room);
      done = coder.step(in, out, next);
      out.flip();
      var made = new byte[out.remaining()];
      out.get(made);
      to.writeBytes(made);
      assertThat(steps).isLessThan(100_000);
    }
  }

  private static byte[] part(int size, Random random) {
    var part = new byte[size];
    for (int i = 0; i < size; i++) {
      part[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : 'a' + i % 7);
    }
    return part;
  }

  /** All that can be read of a stream that is not over. */
  private static byte[] readable(byte[] coded) throws IOException {
    var plain = new ByteArrayOutputStream();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        plain.write(octet);
      }
    } catch (EOFException _) {
      // As far as it goes.
    }
    return plain.toByteArray();
  }
}
