package io.weir.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.weir.dsl.model.Compression.Choice;
import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever the split and whenever the sink has enough, what comes out stands for what went in. */
class CodedSourcePropertyTest {
  private static final DefaultEventLoop THREAD = new DefaultEventLoop();

  private final Loop loop = new Loop(0, THREAD, null, 1);
  private final Coders coders = new Coders(1);

  @AfterContainer
  static void stop() {
    THREAD.shutdownGracefully();
  }

  @Property(tries = 150)
  void compressesAnySplitUnderAnyBackPressure(
      @ForAll ContentCoding coding,
      @ForAll @IntRange(min = 0, max = 400_000) int size,
      @ForAll boolean onWorker,
      @ForAll long seed)
      throws Exception {
    var octets = octets(size, seed);
    var choice = new Choice(coding, coding.usualLevel());

    var sink = run(octets, seed, () -> coders.encoder(loop, choice, -1), onWorker);

    assertThat(sink.trailers()).isEqualTo("x: 1");
    assertThat(Arrays.equals(Decoders.decoded(coding, sink.octets()), octets)).isTrue();
    assertThat(coders.lent()).isZero();
  }

  @Property(tries = 150)
  void decodesAnySplitUnderAnyBackPressure(
      @ForAll ContentCoding coding,
      @ForAll @IntRange(min = 1, max = 400_000) int size,
      @ForAll boolean onWorker,
      @ForAll long seed)
      throws Exception {
    var octets = octets(size, seed);
    var coded = Decoders.encoded(coding, octets);

    var sink = run(coded, seed, () -> coders.decoder(loop, coding), onWorker);

    assertThat(Arrays.equals(sink.octets(), octets)).isTrue();
    assertThat(coders.lent()).isZero();
  }

  @Property(tries = 100)
  void failsOnWhatIsCutOrBrokenAndGivesItsCoderBack(
      @ForAll ContentCoding coding,
      @ForAll @IntRange(min = 100, max = 100_000) int size,
      @ForAll boolean cuts,
      @ForAll long seed)
      throws Exception {
    var coded = Decoders.encoded(coding, octets(size, seed));
    var random = new Random(seed);
    if (cuts) {
      coded = Arrays.copyOf(coded, 1 + random.nextInt(coded.length - 1));
    } else {
      coded[0] ^= 0x55;
      coded[1] ^= 0x55;
    }

    var sink = run(coded, seed, () -> coders.decoder(loop, coding), random.nextBoolean());

    // Brotli has no mark of its own and no checksum: what is broken may be other brotli.
    if (cuts || coding != ContentCoding.BR) {
      assertThat(sink.failure()).isEqualTo(Cause.UPSTREAM_GARBAGE);
    }
    assertThat(coders.lent()).isZero();
  }

  @Property(tries = 60)
  void givesEverythingBackWhenItIsGivenUp(
      @ForAll ContentCoding coding, @ForAll boolean onWorker, @ForAll long seed) throws Exception {
    var octets = octets(300_000, seed);
    var choice = new Choice(coding, coding.usualLevel());
    var source = new Script(octets, new Random(seed));
    var sink = new Gathering(new Random(seed));

    on(
            () -> {
              var coded = coded(source, coders.encoder(loop, choice, -1), onWorker);
              sink.quitsAfter(coded, new Random(seed).nextInt(40_000));
              coded.start(sink);
            })
        .get(10, TimeUnit.SECONDS);
    source.drive(loop);
    sink.over.get(10, TimeUnit.SECONDS);
    settle();

    assertThat(coders.lent()).isZero();
    assertThat(source.cancelled || source.ended).isTrue();
  }

  @Example
  void bombsUnpackNoFasterThanTheClientReads() throws Exception {
    for (var coding : ContentCoding.values()) {
      var bomb = Decoders.encoded(coding, new byte[64 << 20]);
      var source = new Script(bomb, new Random(1));
      var sink = new Gathering(new Random(1));
      sink.stopsAt = 1 << 20;

      var coded = new CodedSource[1];
      on(
              () -> {
                coded[0] = coded(source, coders.decoder(loop, coding), true);
                sink.from = coded[0];
                coded[0].start(sink);
              })
          .get(10, TimeUnit.SECONDS);
      source.drive(loop);
      sink.stopped.get(20, TimeUnit.SECONDS);
      settle();
      int made = sink.size();
      on(() -> coded[0].cancel()).get(10, TimeUnit.SECONDS);
      settle();

      assertThat(made).as(coding.token()).isBetween(1 << 20, 2 << 20);
      assertThat(coders.lent()).isZero();
    }
  }

  private Gathering run(
      byte[] octets, long seed, java.util.function.Supplier<Coders.Lent> lent, boolean onWorker)
      throws Exception {
    var source = new Script(octets, new Random(seed));
    var sink = new Gathering(new Random(seed + 1));
    on(
            () -> {
              var coded = coded(source, lent.get(), onWorker);
              sink.from = coded;
              coded.start(sink);
            })
        .get(10, TimeUnit.SECONDS);
    source.drive(loop);
    sink.over.get(20, TimeUnit.SECONDS);
    settle();
    return sink;
  }

  private CodedSource coded(BodySource source, Coders.Lent lent, boolean onWorker) {
    var pace =
        new CodedSource.Pace(lent.counts().decodes(), false, false, onWorker ? 0 : Long.MAX_VALUE);
    return new CodedSource(loop, source, lent, pace);
  }

  private static CompletableFuture<Void> on(Runnable task) {
    return CompletableFuture.runAsync(task, THREAD);
  }

  /** Until workers and loop have nothing more to do for what was given up. */
  private void settle() throws Exception {
    for (int i = 0; i < 200 && coders.lent() > 0; i++) {
      CompletableFuture.runAsync(() -> {}, Workers.PROCESS).get(10, TimeUnit.SECONDS);
      on(() -> {}).get(10, TimeUnit.SECONDS);
    }
  }

  /** Some parts repeat, some are noise. */
  private static byte[] octets(int size, long seed) {
    var random = new Random(seed);
    var octets = new byte[size];
    for (int i = 0; i < size; ) {
      int length = Math.min(size - i, 1 + random.nextInt(5000));
      if (random.nextBoolean()) {
        Arrays.fill(octets, i, i + length, (byte) random.nextInt());
      } else {
        for (int j = i; j < i + length; j++) {
          octets[j] = (byte) random.nextInt(random.nextInt(255) + 1);
        }
      }
      i += length;
    }
    return octets;
  }

  /** Sends octets in pieces of any size, with pauses anywhere; stops when it is told to. */
  private static final class Script implements BodySource {
    private final byte[] octets;
    private final Random random;
    private BodySink sink = new Gathering(new Random(0));
    private int at;
    private boolean paused;
    private boolean cancelled;
    private boolean ended;

    Script(byte[] octets, Random random) {
      this.octets = octets;
      this.random = random;
    }

    void drive(Loop loop) {
      loop.execute(() -> {
        step();
        if (!ended && !cancelled) {
          drive(loop);
        }
      });
    }

    private void step() {
      if (paused || cancelled || ended) {
        return;
      }
      if (at == octets.length) {
        ended = true;
        sink.end(new FieldLinesBuilder().add("x", "1").build());
        return;
      }
      int length = Math.min(octets.length - at, 1 + random.nextInt(1 << random.nextInt(17)));
      var part = Arrays.copyOfRange(octets, at, at + length);
      at += length;
      sink.data(buffer(part));
      if (random.nextInt(3) == 0 && !cancelled) {
        sink.flush();
      }
    }

    private ByteBuf buffer(byte[] part) {
      return switch (random.nextInt(3)) {
        case 0 -> Unpooled.wrappedBuffer(part);
        case 1 -> Unpooled.directBuffer(part.length + 1).writeBytes(part);
        default ->
            Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(part, 0, part.length / 2),
                Unpooled.copiedBuffer(part, part.length / 2, part.length - part.length / 2));
      };
    }

    @Override
    public void start(BodySink to) {
      sink = to;
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Takes what comes, and has enough for a while now and then. */
  private static final class Gathering implements BodySink {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Random random;
    private BodySource from = BodySource.NONE;
    private int quitsAfter = Integer.MAX_VALUE;
    private int stopsAt = Integer.MAX_VALUE;
    private FieldLines trailers = FieldLines.NONE;
    private Cause failure = Cause.CLIENT_GONE;

    Gathering(Random random) {
      this.random = random;
    }

    void quitsAfter(BodySource source, int octets) {
      from = source;
      quitsAfter = octets;
    }

    byte[] octets() {
      return out.toByteArray();
    }

    int size() {
      return out.size();
    }

    String trailers() {
      return trailers.nameText(0) + ": " + trailers.value(0);
    }

    Cause failure() {
      return failure;
    }

    @Override
    public void data(ByteBuf part) {
      try {
        part.readBytes(out, part.readableBytes());
      } catch (IOException e) {
        throw new AssertionError(e);
      } finally {
        part.release();
      }
      if (out.size() > quitsAfter) {
        from.cancel();
        over.complete(null);
      } else if (out.size() >= stopsAt) {
        from.pause();
        stopped.complete(null);
      } else if (stopsAt == Integer.MAX_VALUE && random.nextInt(3) == 0) {
        from.pause();
        THREAD.execute(from::resume);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines fields) {
      trailers = fields;
      over.complete(null);
    }

    @Override
    public void fail(ProxyFailure why) {
      failure = why.why();
      over.complete(null);
    }
  }
}
