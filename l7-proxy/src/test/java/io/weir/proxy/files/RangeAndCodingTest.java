package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeAndCodingTest {
  private static final int LARGE = 3 * FileLoad.IN_MEMORY;

  @TempDir Path root;
  private Site site;
  private byte[] large;

  @BeforeEach
  void open() throws IOException {
    site = new Site(root);
    large = new byte[LARGE];
    new Random(1).nextBytes(large);
    site.write("large.bin", large);
    site.write("small.txt", "0123456789".repeat(100));
  }

  @AfterEach
  void close() {
    site.close();
    assertThat(site.budget.open()).isZero();
  }

  @Test
  void sendsAPartOfASmallFile() {
    var answer = site.get("/small.txt", "Range", "bytes=2-4");

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo("234");
    assertThat(answer.field("Content-Range")).isEqualTo("bytes 2-4/1000");
    assertThat(answer.field("Content-Length")).isEqualTo("3");
    assertThat(answer.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.field("ETag")).isNotNull();
  }

  @Test
  void sendsAPartOfALargeFileFromDisk() {
    var answer = site.get("/large.bin", "Range", "bytes=-70000");

    assertThat(answer.form()).isInstanceOf(Body.FileSpan.class);
    assertThat(answer.content()).isEqualTo(Arrays.copyOfRange(large, LARGE - 70000, LARGE));
  }

  @Test
  void saysHowLongAFileIsWhenARangeIsBeyondIt() {
    var answer = site.get("/small.txt", "Range", "bytes=1000-");

    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.field("Content-Range")).isEqualTo("bytes */1000");
  }

  @Test
  void sendsAllForARangeOfAnotherVersion() {
    var tag = site.get("/small.txt").field("ETag");

    assertThat(site.get("/small.txt", "Range", "bytes=0-1", "If-Range", tag).status())
        .isEqualTo(206);
    assertThat(site.get("/small.txt", "Range", "bytes=0-1", "If-Range", "\"x\"").status())
        .isEqualTo(200);
    assertThat(site.get("/small.txt", "Range", "bytes=0-1", "Range", "bytes=2-3").status())
        .isEqualTo(200);
  }

  @Test
  void sendsSeveralPartsOfASmallFile() {
    var answer = site.get("/small.txt", "Range", "bytes=500-501,0-1");

    var boundary = boundary(answer);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.field("Content-Range")).isNull();
    assertThat(answer.field("Content-Length")).isEqualTo(String.valueOf(answer.content().length));
    assertThat(answer.text())
        .isEqualTo(
            """
            --{b}
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 500-501/1000

            01
            --{b}
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 0-1/1000

            01
            --{b}--
            """
                .replace("\n", "\r\n")
                .replace("{b}", boundary));
  }

  @Test
  void sendsSeveralPartsOfALargeFile() {
    var answer = site.get("/large.bin", "Range", "bytes=0-99999,150000-150009");

    var text = new String(answer.content(), StandardCharsets.ISO_8859_1);
    var parts = text.split("\r\n?--" + boundary(answer), -1);
    assertThat(answer.form()).isInstanceOf(Body.Stream.class);
    assertThat(answer.form().length()).isEqualTo(answer.content().length);
    assertThat(answer.field("Content-Length")).isEqualTo(String.valueOf(answer.content().length));
    assertThat(parts[0]).endsWith(octets(0, 100_000));
    assertThat(parts[1]).endsWith("\r\n\r\n" + octets(150_000, 150_010));
    assertThat(parts[2]).isEqualTo("--\r\n");
  }

  @Test
  void readsTheNextPieceOnlyWhenItIsWanted() {
    var exchange = site.exchange("GET", "/large.bin", "Range", "bytes=0-99999,150000-150009");
    var body = (Body.Stream) Site.joined(site.reply(exchange)).body();
    var sink = new PausingSink(body);

    site.run(() -> body.source().start(sink));

    Site.joined(sink.paused);
    site.runAndWait(_ -> assertThat(sink.parts).isEqualTo(1));
    site.runAndWait(_ -> {
      body.source().cancel();
      body.source().cancel();
    });
    assertThat(sink.parts).isEqualTo(1);
  }

  @Test
  void failsABodyWhoseFileWasCutMeanwhile() throws IOException {
    var exchange = site.exchange("GET", "/large.bin", "Range", "bytes=0-9,150000-150009");
    var reply = Site.joined(site.reply(exchange));
    try (var file = new RandomAccessFile(root.resolve("large.bin").toFile(), "rw")) {
      file.setLength(1000);
    }

    assertThatThrownBy(() -> Site.joined(onLoop(reply)))
        .isInstanceOf(ProxyFailure.class)
        .hasMessageContaining("shorter than it was");
  }

  @Test
  void sendsPartsOfAFileOfFiveGigabytes() throws IOException {
    long size = 5L << 30;
    try (var file = new RandomAccessFile(root.resolve("huge.bin").toFile(), "rw")) {
      file.setLength(size);
      file.seek(size - 3);
      file.write("end".getBytes(StandardCharsets.US_ASCII));
    }

    var whole = Site.joined(site.reply(site.exchange("GET", "/huge.bin")));
    var end = site.get("/huge.bin", "Range", "bytes=5368709117-");

    assertThat(whole.body().length()).isEqualTo(size);
    assertThat(whole.head().fields().values("Content-Length")).containsExactly("5368709120");
    assertThat(end.text()).isEqualTo("end");
    assertThat(end.field("Content-Range")).isEqualTo("bytes 5368709117-5368709119/5368709120");
    site.runAndWait(_ -> whole.body().discard());
  }

  @Test
  void finishesAFileThatIsReplacedWhileItIsSent() throws IOException {
    var sent = Site.joined(site.reply(site.exchange("GET", "/large.bin")));

    site.write("new.bin", new byte[LARGE]);
    Files.move(
        root.resolve("new.bin"), root.resolve("large.bin"), StandardCopyOption.REPLACE_EXISTING);
    site.aSecondLater();

    assertThat(site.get("/large.bin").content()).isEqualTo(new byte[LARGE]);
    assertThat(Site.joined(onLoop(sent)).content()).isEqualTo(large);
  }

  @Test
  void answersConditionsWithTheStateOfTheFile() throws IOException {
    var first = site.get("/small.txt");
    var tag = first.field("ETag");

    var unchanged = site.get("/small.txt", "If-None-Match", tag);
    var failed = site.get("/small.txt", "If-Match", "\"x\"");
    Files.setLastModifiedTime(
        root.resolve("small.txt"), FileTime.from(Site.LONG_AGO.plusMillis(1)));
    site.aSecondLater();
    var changed = site.get("/small.txt", "If-None-Match", tag);

    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.field("ETag")).isEqualTo(tag);
    assertThat(unchanged.field("Content-Length")).isNull();
    assertThat(unchanged.content()).isEmpty();
    assertThat(failed.status()).isEqualTo(412);
    assertThat(changed.status()).isEqualTo(200);
  }

  @Test
  void sendsAPrecompressedSibling() throws IOException {
    site.write("small.txt.gz", "gz");
    site.write("small.txt.br", "brotli");

    var gzip = site.get("/small.txt", "Accept-Encoding", "gzip");
    var brotli = site.get("/small.txt", "Accept-Encoding", "gzip, br");
    var plain = site.get("/small.txt");

    assertThat(gzip.text()).isEqualTo("gz");
    assertThat(gzip.field("Content-Encoding")).isEqualTo("gzip");
    assertThat(gzip.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(gzip.field("Content-Length")).isEqualTo("2");
    assertThat(brotli.text()).isEqualTo("brotli");
    assertThat(plain.field("Content-Encoding")).isNull();
    assertThat(new Answer[] {gzip, brotli, plain})
        .allSatisfy(answer -> assertThat(answer.field("Vary")).isEqualTo("Accept-Encoding"))
        .extracting(answer -> answer.field("ETag"))
        .doesNotHaveDuplicates();
  }

  @Test
  void comparesTheTagOfTheCodingThatWouldBeSent() throws IOException {
    site.write("small.txt.gz", "gz");
    var tag = site.get("/small.txt", "Accept-Encoding", "gzip").field("ETag");

    var gzip = site.get("/small.txt", "Accept-Encoding", "gzip", "If-None-Match", tag);
    var plain = site.get("/small.txt", "If-None-Match", tag);

    assertThat(gzip.status()).isEqualTo(304);
    assertThat(gzip.field("Vary")).isEqualTo("Accept-Encoding");
    assertThat(plain.status()).isEqualTo(200);
  }

  @Test
  void refusesWhenNoCodingThatIsThereIsWanted() {
    var answer = site.get("/small.txt", "Accept-Encoding", "gzip, identity;q=0");

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.field("Vary")).isEqualTo("Accept-Encoding");
  }

  private CompletableFuture<Answer> onLoop(Reply reply) {
    return CompletableFuture.supplyAsync(() -> Answer.read(reply), site.loop::execute)
        .thenCompose(answer -> answer);
  }

  private String octets(int start, int end) {
    return new String(large, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static String boundary(Answer answer) {
    var type = answer.field("Content-Type");
    assertThat(type).matches("multipart/byteranges; boundary=[0-9a-f]{32}");
    return type.substring(type.indexOf('=') + 1);
  }

  /** Takes one part and then wants no more. */
  private static final class PausingSink implements BodySink {
    final CompletableFuture<Void> paused = new CompletableFuture<>();
    private final Body.Stream body;
    int parts;

    PausingSink(Body.Stream body) {
      this.body = body;
    }

    @Override
    public void data(ByteBuf part) {
      parts++;
      part.release();
      body.source().pause();
      paused.complete(null);
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines trailers) {
      throw new AssertionError("found the end, expected a pause");
    }

    @Override
    public void fail(ProxyFailure why) {
      throw new AssertionError(why);
    }
  }
}
