package io.weir.proxy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.weir.dsl.model.AccessLog.Format;
import io.weir.dsl.model.AccessLog.Sample;
import io.weir.proxy.failure.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class AccessLogTest {
  @TempDir private Path folder;
  private final SampleExchange sample = new SampleExchange();

  @AfterEach
  void close() {
    sample.close();
  }

  @Test
  void writesWhatIsKnownOfAProxiedRequestAsJson() throws Exception {
    sample.target("/a?b=1").field("Referer", "http://r/").field("User-Agent", "curl/8");
    sample.field("X-Request-Id", "id-1");

    var line = new JsonObject(lines(Format.JSON).getFirst());

    line.remove("time");
    assertThat(line)
        .isEqualTo(
            new JsonObject(
                """
                {"client":"127.0.0.1","user":null,"peer":"127.0.0.1","peer_port":50000,"local_port":80,
                 "scheme":"http","host":"shop.example.com","method":"GET","target":"/a?b=1",
                 "protocol":"HTTP/1.1","referer":"http://r/","user_agent":"curl/8",
                 "request_id":"id-1","route":"shop","pool":"web","endpoint":"10.0.0.11:8080",
                 "retries":0,"status":200,"bytes_received":0,"bytes_sent":1024,"coding":null,"coding_in":0,"head_ms":0.120,
                 "connect_ms":1.500,"first_byte_ms":20.000,"last_byte_ms":1250.000,
                 "cause":null,"fault":null,"detail":null,"limit":null,"cache":null}
                """));
  }

  @Test
  void writesTheTimeOfTheLineInMillisecondsAsRfc3339() throws Exception {
    try (var log =
        new AccessLog(config(Format.JSON), file(), 1, 1 << 16, () -> 1_795_435_480_007L)) {
      log.record(sample.proxied(sample.loop(0)));
    }

    assertThat(read("access.log").getFirst()).startsWith("{\"time\":\"2026-11-23T12:04:40.007Z\",");
  }

  @Test
  void writesTheCombinedFormatWithTheRestBehindIt() throws Exception {
    sample.target("/a?b=1").field("Referer", "http://r/").field("User-Agent", "cu\"rl");
    sample.field("X-Request-Id", "id-1");

    var line = lines(Format.COMBINED).getFirst();

    assertThat(line)
        .matches(
            "127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}]"
                + " .*")
        .endsWith(
            " \"GET /a?b=1 HTTP/1.1\" 200 1024 \"http://r/\" \"cu\\x22rl\""
                + " host=\"shop.example.com\" route=\"shop\" pool=\"web\""
                + " endpoint=\"10.0.0.11:8080\" retries=0 received=0 coding=- coding_in=0"
                + " head_ms=0.120 connect_ms=1.500 first_byte_ms=20.000 last_byte_ms=1250.000"
                + " cause=- fault=- detail=- limit=- request_id=\"id-1\"");
  }

  @Test
  void saysWhyAndWhoseFaultWhenARequestDidNotEndWell() throws Exception {
    var exchange = sample.proxied(sample.loop(0));
    exchange.status(0);
    exchange.failed(Cause.CLIENT_GONE, "found a reset");
    try (var log = open(Format.JSON)) {
      log.record(exchange);
    }

    var line = new JsonObject(read("access.log").getFirst());

    assertThat(line.getInteger("status")).isEqualTo(499);
    assertThat(line.getString("cause")).isEqualTo("client-gone");
    assertThat(line.getString("fault")).isEqualTo("client");
    assertThat(line.getString("detail")).isEqualTo("found a reset");
  }

  @Test
  void goesOnInANewFileAfterARotation() throws Exception {
    try (var log = open(Format.JSON)) {
      sample.target("/before");
      log.record(sample.proxied(sample.loop(0)));
      Files.move(folder.resolve("access.log"), folder.resolve("access.log.1"));
      log.reopen().get();
      sample.target("/after");
      log.record(sample.proxied(sample.loop(0)));
    }

    assertThat(read("access.log.1")).singleElement().asString().contains("/before");
    assertThat(read("access.log")).singleElement().asString().contains("/after");
  }

  @Test
  void keepsTheOldFileWhenNoNewOneCanBeOpened() throws Exception {
    var inner = Files.createDirectory(folder.resolve("inner"));
    var moved = folder.resolve("moved");
    try (var log = AccessLog.open(config(inner.resolve("a.log"), Format.JSON), 1)) {
      Files.move(inner, moved);

      assertThatThrownBy(() -> log.reopen().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
      log.record(sample.proxied(sample.loop(0)));
      log.flush().get();

      assertThat(Files.readAllLines(moved.resolve("a.log"))).hasSize(1);
      assertThat(log.errors()).isPositive();
      Files.move(moved, inner);
      log.reopen().get();
      log.record(sample.proxied(sample.loop(0)));
    }
    assertThat(Files.readAllLines(inner.resolve("a.log"))).hasSize(2);
  }

  @Test
  void refusesToOpenAFileInAFolderThatIsNotThere() {
    var config = config(folder.resolve("none/a.log"), Format.JSON);

    assertThatThrownBy(() -> AccessLog.open(config, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void dropsAndCountsLinesWhileTheSinkIsStuckAndWritesTheOthersWhole() throws Exception {
    var sink = new StuckSink();
    int lines = 1000;
    try (var log = new AccessLog(config(Format.JSON), sink, 1, 1 << 14, () -> 0)) {
      var loop = sample.loop(0);
      IntStream.range(0, lines).forEach(_ -> log.record(sample.proxied(loop)));

      assertThat(log.dropped()).isBetween((long) lines - 100, (long) lines - 1);
      sink.gate.countDown();
      log.flush().get();

      var written = sink.text().lines().toList();
      assertThat(written.size() + log.dropped()).isEqualTo(lines);
      assertThat(written).allSatisfy(line -> assertThat(new JsonObject(line)).hasSize(32));
    }
  }

  @Test
  void writesALineOnceAndWholeThoughTheDiskWasFullInItsMiddle() throws Exception {
    var sink = new FullDisk();
    try (var log = new AccessLog(config(Format.JSON), sink, 1, 1 << 14, () -> 0)) {
      log.record(sample.proxied(sample.loop(0)));
      log.flush().get();
      assertThat(log.errors()).isPositive();
      assertThat(sink.text()).hasSize(10);

      sink.isFull.set(false);
      log.flush().get();

      assertThat(sink.text().lines()).singleElement().satisfies(JsonObject::new);
    }
  }

  @Test
  void writesSoonWithoutBeingAsked() throws Exception {
    var sink = new StuckSink();
    sink.gate.countDown();
    try (var log = new AccessLog(config(Format.JSON), sink, 1, 1 << 14, () -> 0)) {
      log.record(sample.proxied(sample.loop(0)));

      assertThat(sink.wrote.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void writesTheLinesOfEachLoopInTheirOrder() throws Exception {
    int loops = 3;
    int each = 3000; // about 1.7 MB a loop: fits the ring even if the writer gets no time
    try (var log = AccessLog.open(config(Format.JSON), loops)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < loops; i++) {
        var loop = sample.loop(i);
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int n = 0; n < each; n++) {
                    var exchange = sample.proxied(loop);
                    exchange.traffic().send(n);
                    exchange.sentTo("pool", "loop-" + loop.index());
                    log.record(exchange);
                  }
                }));
      }
      for (var thread : threads) {
        thread.join();
      }
      log.flush().get();
      assertThat(log.dropped()).isZero();
    }

    var parsed = read("access.log").stream().map(JsonObject::new).toList();

    for (int i = 0; i < loops; i++) {
      var endpoint = "loop-" + i;
      assertThat(parsed.stream().filter(line -> line.getString("endpoint").equals(endpoint)))
          .extracting(line -> line.getInteger("bytes_sent") - 1024)
          .containsExactlyElementsOf(IntStream.range(0, each).boxed().toList());
    }
  }

  @Test
  void keepsTheShareOfTheThinnedOutClassAndEveryOtherLine() throws Exception {
    var config = config(folder.resolve("access.log"), Format.JSON, Optional.of(new Sample(10, 2)));
    try (var log = AccessLog.open(config, 1)) {
      var loop = sample.loop(0);
      for (int i = 0; i < 1000; i++) {
        var missing = sample.proxied(loop);
        missing.status(404);
        log.record(missing);
        log.record(sample.proxied(loop));
      }
      var broken = sample.proxied(loop);
      broken.failed(Cause.UPSTREAM_RESET, null);
      log.record(broken);
    }

    var lines = read("access.log");

    assertThat(lines).filteredOn(line -> line.contains("\"status\":404")).hasSize(1000);
    assertThat(lines).filteredOn(line -> line.contains("upstream-reset")).hasSize(1);
    assertThat(lines.size()).isBetween(1051, 1151);
  }

  @Test
  void followsANewFormatInTheSameFile() throws Exception {
    try (var log = open(Format.JSON)) {
      log.record(sample.proxied(sample.loop(0)));

      log.restyle(config(Format.COMBINED));
      log.record(sample.proxied(sample.loop(0)));

      assertThat(log.isFor(config(Format.COMBINED))).isTrue();
      assertThat(log.isFor(config(folder.resolve("b.log"), Format.JSON))).isFalse();
    }
    assertThat(read("access.log")).hasSize(2).last().asString().startsWith("127.0.0.1 - - [");
  }

  @Test
  void closesInTimeThoughTheSinkIsStuck() throws Exception {
    var sink = new StuckSink();
    var log = new AccessLog(config(Format.JSON), sink, 1, 1 << 14, () -> 0);
    log.record(sample.proxied(sample.loop(0)));

    log.close();

    assertThat(sink.text()).isEmpty();
    sink.gate.countDown();
    assertThat(sink.wrote.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void countsALineThatComesAfterTheEnd() throws Exception {
    var log = open(Format.JSON);
    log.close();

    log.record(sample.proxied(sample.loop(0)));

    assertThat(log.dropped()).isOne();
    assertThatThrownBy(() -> log.reopen().get()).hasCauseInstanceOf(IOException.class);
  }

  private List<String> lines(Format format) throws IOException {
    try (var log = open(format)) {
      log.record(sample.proxied(sample.loop(0)));
    }
    return read("access.log");
  }

  private AccessLog open(Format format) throws IOException {
    return AccessLog.open(config(format), 1);
  }

  private FileSink file() throws IOException {
    return new FileSink(folder.resolve("access.log"));
  }

  private io.weir.dsl.model.AccessLog config(Format format) {
    return config(folder.resolve("access.log"), format);
  }

  private static io.weir.dsl.model.AccessLog config(Path file, Format format) {
    return config(file, format, Optional.empty());
  }

  private static io.weir.dsl.model.AccessLog config(
      Path file, Format format, Optional<Sample> sample) {
    return new io.weir.dsl.model.AccessLog(
        Optional.of(file.toString()), format, sample, SampleExchange.SPAN);
  }

  private List<String> read(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  /** Keeps what it is given. */
  @SuppressWarnings("JdkObsolete") // written by the log's thread, read by the test's
  private abstract static class MemorySink implements Sink {
    private final StringBuffer octets = new StringBuffer();

    void take(ByteBuffer lines, int count) {
      var part = new byte[count];
      lines.get(part);
      octets.append(new String(part, UTF_8));
    }

    String text() {
      return octets.toString();
    }

    @Override
    public void reopen() {}

    @Override
    public void close() {}
  }

  /** Takes nothing before its gate is open. */
  private static final class StuckSink extends MemorySink {
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch wrote = new CountDownLatch(1);

    @Override
    public void write(ByteBuffer lines) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      take(lines, lines.remaining());
      wrote.countDown();
    }
  }

  /** Takes ten octets, and more only once there is room. */
  private static final class FullDisk extends MemorySink {
    final AtomicBoolean isFull = new AtomicBoolean(true);

    @Override
    public void write(ByteBuffer lines) throws IOException {
      take(lines, isFull.get() ? 10 - text().length() : lines.remaining());
      if (lines.hasRemaining()) {
        throw new IOException("No space left on device");
      }
    }
  }
}
