package io.weir.proxy.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.Extent;
import io.weir.proxy.cache.store.Found;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.ProxyFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A store over a folder, and what a filter does with it, for one test. */
final class Bench implements AutoCloseable {
  static final Extent SMALL = new Extent(1 << 20, 16 << 20, 4 << 20);
  private static final DefaultEventLoop THREAD = new DefaultEventLoop();
  static final Loop LOOP = new Loop(0, THREAD, null, 1);

  private final Path folder;
  private final Extent extent;
  private TieredStore store;

  Bench(Path folder) {
    this(folder, SMALL);
  }

  Bench(Path folder, Extent extent) {
    this.folder = folder;
    this.extent = extent;
    this.store = open();
  }

  private TieredStore open() {
    try {
      return TieredStore.open("test", folder, extent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TieredStore store() {
    return store;
  }

  /** Ends well. */
  void stop() {
    store.close();
  }

  /** Ends well, and begins anew over the same folder. */
  void restart() {
    store.close();
    store = open();
  }

  /** Waits until all is written that was asked for. */
  void settle() {
    var done = new CompletableFuture<Void>();
    store.disk().scribe().later(() -> done.complete(null));
    done.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Stores the same twice, so that it is on disk. */
  void putTwice(CacheKey key, byte[] content, String... fields) {
    put(key, content, fields);
    assertThat(put(key, content, fields)).isTrue();
    settle();
  }

  static CacheKey key(String path) {
    return CacheKey.of("http://a.test/" + path);
  }

  static byte[] octets(int length, long seed) {
    var octets = new byte[length];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What a fetch does: false if the store did not take it. */
  boolean put(CacheKey key, byte[] content, String... fields) {
    return put(key, content, content.length, fields);
  }

  /** The same with the length that is announced; the value of {@code Foo} selects. */
  boolean put(CacheKey key, byte[] content, long announced, String... fields) {
    var lines = Lines.of(fields);
    var foo = Optional.ofNullable(lines.values("Foo").isEmpty() ? null : Lines.of(fields));
    var vary = foo.isPresent() ? new Vary(List.of("foo")) : Vary.NONE;
    var writer = store.open(key, announced, false);
    if (writer == null) {
      return false;
    }
    for (int at = 0; at < content.length; at += 60_000) {
      var part = Unpooled.wrappedBuffer(content, at, Math.min(60_000, content.length - at));
      if (!writer.append(part)) {
        writer.content().release();
        return false;
      }
    }
    store.put(
        key,
        new StoredResponse(
            ResponseHead.of(200, lines),
            new Freshness(1000, 7, new Freshness.Terms(2_000_000_000_000L, 0, 0, 0, false)),
            new StoredResponse.Selection(vary, vary.valuesOf(lines)),
            store.sequence(),
            null,
            writer.seal()));
    return true;
  }

  /** What a request finds, in memory or below: {@link #NOTHING}, or the content's {@link #sum}. */
  String get(CacheKey key, String... request) {
    var held = hold(key, request);
    try {
      var stored = held.variants().select(Lines.of(request));
      if (stored == null) {
        return NOTHING;
      }
      var body = stored.content().body(LOOP, 0, stored.content().length());
      return body == null ? NOTHING : sum(read(body));
    } finally {
      held.release();
    }
  }

  static final String NOTHING = "nothing";

  private static final byte[] BROKEN = {'-'};

  /** What stands for octets in messages of tests: their number and a checksum. */
  static String sum(byte[] octets) {
    var sum = new java.util.zip.CRC32C();
    sum.update(octets);
    return octets.length == 1 && octets[0] == '-'
        ? "broken off"
        : octets.length + " octets, " + Long.toHexString(sum.getValue());
  }

  /** The response that a request finds; empty if none. */
  Optional<StoredResponse> response(CacheKey key, String... request) {
    var held = hold(key, request);
    held.release();
    return Optional.ofNullable(held.variants().select(Lines.of(request)));
  }

  /** What a request finds, held. */
  Found hold(CacheKey key, String... request) {
    var fields = Lines.of(request);
    var stored = store.find(key).select(fields);
    if (stored != null && stored.content().isAtHand() && stored.content().tryRetain()) {
      store.used(key, stored);
      return new Found(stored);
    }
    var below = store.findBelow(key, fields, LOOP);
    return below == null
        ? Found.NOTHING
        : below.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** All octets of a body, whatever it is. */
  static byte[] read(Body body) {
    return switch (body) {
      case Body.Empty _ -> new byte[0];
      case Body.Whole(var content) -> {
        var octets = new byte[content.readableBytes()];
        content.readBytes(octets).release();
        yield octets;
      }
      case Body.FileSpan span -> {
        try {
          var octets = ByteBuffer.allocate((int) span.length());
          while (octets.hasRemaining()
              && span.file().read(octets, span.position() + octets.position()) > 0) {}
          yield octets.array();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          span.done().run();
        }
      }
      case Body.Stream(var source, _, _) -> {
        var sink = new Gathering();
        LOOP.execute(() -> source.start(sink));
        yield sink.whole.orTimeout(20, TimeUnit.SECONDS).join();
      }
      case Body.Tunnel _ -> throw new AssertionError("found a tunnel");
    };
  }

  /** Gathers a body; what breaks off is a hyphen. */
  static final class Gathering implements BodySink {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    @Override
    public void data(ByteBuf part) {
      octets.writeBytes(io.netty.buffer.ByteBufUtil.getBytes(part));
      part.release();
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines trailers) {
      whole.complete(octets.toByteArray());
    }

    @Override
    public void fail(ProxyFailure why) {
      whole.complete(BROKEN);
    }
  }

  /** Octets of all files in the folder. */
  long size() {
    try (var files = Files.list(folder)) {
      return files.mapToLong(Bench::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // just deleted
    }
  }

  /** The files with this ending, the oldest first. */
  List<Path> files(String ending) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
