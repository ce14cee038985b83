package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.compress.Decoders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coded bodies in motion: what leaves when, how much waits, and that every coder comes back (which
 * the fixture asserts) however a reply ends.
 */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class CodingFlowIT {
  private static final int LARGE = 8 << 20;
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n";

  @RegisterExtension private final ProxyFixture proxy = new ProxyFixture();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void letsEachEventLeaveAsItComes(ContentCoding coding) throws Exception {
    assertThat(readStepByStep(coding, "text/event-stream", 3)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void letsWhatCameSoFarLeaveWhenTheServerPauses(ContentCoding coding) throws Exception {
    assertThat(readStepByStep(coding, "text/html", 3)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void compressesLargeBodiesWhole(ContentCoding coding) throws Exception {
    var octets = octets();
    var origin = sending(octets);
    start(origin, "compress " + coding.token());

    var reply = get(coding).read();

    assertThat(Arrays.equals(Decoders.decoded(coding, reply.body()), octets)).isTrue();
    assertThat(reply.body().length).isLessThan(LARGE / 2);
  }

  @Test
  void decodesLargeBodiesWhole() throws Exception {
    var octets = octets();
    var coded = Decoders.encoded(ContentCoding.GZIP, octets);
    var origin =
        FakeOrigin.running(connection -> {
          connection.nextRequest();
          connection.send(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                  + coded.length
                  + "\r\n\r\n");
          connection.send(coded);
          connection.awaitEnd();
        });
    start(origin, "gunzip on");

    var reply = proxy.client().get("/").read();

    assertThat(Arrays.equals(reply.body(), octets)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress gzip level 1", "compress gzip level 9", "compress zstd"})
  void readsTheServerNoFasterThanTheClientReads(String setting) throws Exception {
    var noise = new byte[64 << 20];
    new Random(5).nextBytes(noise);
    var sent = new AtomicLong();
    var origin =
        FakeOrigin.running(connection -> {
          connection.nextRequest();
          connection.send(
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                  + noise.length
                  + "\r\n\r\n");
          for (int i = 0; i < noise.length; i += 1 << 16) {
            connection.send(Arrays.copyOfRange(noise, i, i + (1 << 16)));
            sent.set(connection.sent());
          }
        });
    start(origin, setting);
    var client = proxy.narrowClient();
    client.send(request("gzip, zstd"));
    client.readHead();

    var standstill = new Standstill(sent::get);
    Eventually.holds(() -> "the server sends on and on", standstill::reached);

    assertThat(standstill.value()).isLessThan(24 << 20);
    client.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"compress gzip level 1", "compress br level 11", "compress zstd level 19"})
  void givesItsCoderBackWhenTheClientGoes(String setting) throws Exception {
    var origin =
        FakeOrigin.running(connection -> {
          connection.nextRequest();
          connection.send(CHUNKED.formatted("text/html"));
          var part = "%x\r\n%s\r\n".formatted(50_000, "proxy ".repeat(10_000).substring(0, 50_000));
          while (true) {
            connection.send(part);
          }
        });
    start(origin, setting);
    var client = proxy.client();
    client.send(request("gzip, zstd, br"));
    client.readHead();
    client.exactly(100);

    client.reset();

    Eventually.holds(() -> "found coders lent", () -> proxy.gauge("weir_coding_in_flight") == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress gzip", "compress br", "compress zstd level 19"})
  void givesItsCoderBackWhenTheServerBreaksOff(String setting) throws Exception {
    var origin =
        FakeOrigin.running(connection -> {
          connection.nextRequest();
          connection.send(CHUNKED.formatted("text/html"));
          connection.send(
              "%x\r\n%s\r\n".formatted(50_000, "proxy!".repeat(10_000).substring(0, 50_000)));
          connection.send("ffff\r\nhalf of it");
          connection.reset();
        });
    start(origin, setting);
    var client = proxy.client();
    client.send(request("gzip, zstd, br"));

    assertThat(client.toEnd()).endsWith("<reset>");
    Eventually.holds(() -> "found coders lent", () -> proxy.gauge("weir_coding_in_flight") == 0);
  }

  @Test
  void refusesWhatIsNotInTheCodingThatItClaims() throws Exception {
    var origin =
        FakeOrigin.replying(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
                + "this is no gzip, no.");
    start(proxy.closing(origin), "gunzip on");

    var reply = proxy.client().get("/").read();

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text()).doesNotContain("this is");
    Eventually.holds(
        () -> "found no failure counted",
        () -> proxy.gauge("weir_failures_total{cause=\"upstream-garbage\"") == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 3 << 20})
  void compressesFilesButNotTheirCompressedSiblings(int size) throws Exception {
    Files.writeString(folder.resolve("a.txt"), "file ".repeat(size / 5));
    Files.writeString(folder.resolve("b.txt"), "b".repeat(size));
    Files.writeString(folder.resolve("b.txt.gz"), "ready");
    proxy.start("host * { compress gzip; route /** { files \"" + folder + "\" } }");

    var made = file("/a.txt", "gzip");
    var ready = file("/b.txt", "gzip");
    var refused = file("/a.txt", "gzip, identity;q=0");

    assertThat(Decoders.decoded(ContentCoding.GZIP, made.body()))
        .isEqualTo("file ".repeat(size / 5).getBytes(StandardCharsets.US_ASCII));
    assertThat(made.field("ETag").orElse("")).startsWith("W/\"");
    assertThat(made.fields("Vary")).containsExactly("Accept-Encoding");
    assertThat(ready.text()).isEqualTo("ready");
    assertThat(ready.fields("Content-Encoding")).containsExactly("gzip");
    assertThat(refused.field("Content-Encoding")).contains("gzip");
  }

  private WireReply file(String path, String accepts) throws IOException {
    return proxy
        .client()
        .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + accepts + "\r\n\r\n")
        .read();
  }

  /** Whether each part can be read before the server sends the next one. */
  private boolean readStepByStep(ContentCoding coding, String type, int parts) throws Exception {
    var permits = new Semaphore(1);
    var origin =
        FakeOrigin.running(connection -> {
          connection.nextRequest();
          connection.send(CHUNKED.formatted(type));
          for (int i = 0; i < parts; i++) {
            acquire(permits);
            connection.send("9\r\ndata: " + i + "\n\n\r\n");
          }
          acquire(permits);
          connection.send("0\r\n\r\n");
        });
    start(origin, "compress " + coding.token());
    var client = get(coding);
    client.readHead();
    var octets = new FakeOrigin.Growing();
    for (int i = 0; i < parts; i++) {
      var wanted = "data: " + i + "\n\n";
      while (!text(Decoders.begun(coding, octets.toByteArray())).endsWith(wanted)) {
        assertThat(chunk(client, octets)).isTrue();
      }
      permits.release();
    }
    while (chunk(client, octets)) {}
    return text(Decoders.decoded(coding, octets.toByteArray())).endsWith("data: 2\n\n");
  }

  /** Reads a chunk, false for the last one; the line's end behind a chunk comes with the next. */
  private static boolean chunk(RawClient client, FakeOrigin.Growing octets) throws IOException {
    if (octets.size() > 0) {
      client.line();
    }
    int length = Integer.parseInt(client.line(), 16);
    octets.write(client.exactly(length));
    return length > 0;
  }

  private static void acquire(Semaphore permits) throws IOException {
    try {
      if (!permits.tryAcquire(10, TimeUnit.SECONDS)) {
        throw new IOException("the client did not read the part before");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private FakeOrigin sending(byte[] octets) {
    return FakeOrigin.running(connection -> {
      connection.nextRequest();
      connection.send(
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
              + octets.length
              + "\r\n\r\n");
      connection.send(octets);
      connection.awaitEnd();
    });
  }

  private void start(FakeOrigin origin, String setting) {
    proxy.closing(origin);
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\nhost * { "
            + setting
            + "; route /** { to web } }");
  }

  private RawClient get(ContentCoding coding) throws IOException {
    return proxy.client().send(request(coding.token()));
  }

  private static String request(String accepts) {
    return "GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + accepts + "\r\n\r\n";
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.US_ASCII);
  }

  /** Words by chance. */
  private static byte[] octets() {
    var random = new Random(3);
    var octets = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      octets[i] = (byte) ('a' + (i % 7 == 0 ? random.nextInt(26) : (i / 11) % 3));
    }
    return octets;
  }
}
