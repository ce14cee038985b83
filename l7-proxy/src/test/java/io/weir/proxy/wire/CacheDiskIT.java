package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Outcome;
import io.weir.main.Purging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cache with a folder answers, before and after a restart: docs/cache.md. */
@ExtendWith(LeakWatch.class)
class CacheDiskIT {
  @TempDir Path folder;
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private String cached(FakeOrigin origin, String settings) {
    return "cache c { memory 4M; disk \""
        + folder
        + "\" 64M }\npool p { server "
        + origin.at()
        + " }\nhost * { route /** { cache c "
        + settings
        + "; to p } }";
  }

  private static String text(int length) {
    var text = new StringBuilder();
    new Random(length).ints('a', 'z').limit(length).forEach(c -> text.append((char) c));
    return text.toString();
  }

  /** Answers each request with the text, and its number. */
  private FakeOrigin serving(String text, String fields) {
    var number = new AtomicInteger();
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        var request = connection.nextRequest();
        int count = number.incrementAndGet();
        connection.send(
            request.fields("If-None-Match").contains("\"e\"")
                ? "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nCache-Control: max-age=60\r\nN: "
                    + count
                    + "\r\n\r\n"
                : "HTTP/1.1 200 OK\r\n"
                    + fields
                    + "N: "
                    + count
                    + "\r\nContent-Length: "
                    + text.length()
                    + "\r\n\r\n"
                    + text);
      }
    });
  }

  private void settle(long writes) {
    Eventually.holds(
        () ->
            "found " + proxy.gauge("weir_cache_disk_writes_total{") + " writes; expected " + writes,
        () -> proxy.gauge("weir_cache_disk_writes_total{") >= writes);
  }

  private void restart(String text) {
    proxy.server().close();
    proxy.start(text);
  }

  @Test
  void whatIsStoredOutlivesARestartWithItsAge() throws IOException {
    var origin = serving("text", "Cache-Control: max-age=600\r\nAge: 100\r\n");
    var config = cached(origin, "");
    proxy.start(config);
    proxy.client().get("/a").read();
    proxy.client().get("/a").read();
    settle(1);

    restart(config);
    var reply = proxy.client().get("/a").read();
    var again = proxy.client().get("/a").read();

    assertThat(reply.text()).isEqualTo("text");
    assertThat(reply.field("N")).contains("1");
    assertThat(Integer.parseInt(reply.field("Age").orElse("0"))).isBetween(100, 110);
    assertThat(reply.field("Cache-Status").orElse("")).startsWith("weir; hit; ttl=4");
    assertThat(again.text()).isEqualTo("text");
    assertThat(origin.requests()).hasSize(1);
    assertThat(proxy.gauge("weir_cache_disk_hits_total{")).isEqualTo(1);
  }

  @Test
  void longContentComesFromItsFileWholeAndInRanges() throws IOException {
    var text = text(200_000);
    var origin = serving(text, "Cache-Control: max-age=600\r\nETag: \"e\"\r\n");
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();
    proxy.client().get("/a").read();
    settle(1);

    var client = proxy.client();
    var whole = client.get("/a").read();
    var hit = client.get("/a").read();
    var head = client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").readHeadOnly();
    var part = client.send("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=199990-\r\n\r\n").read();
    var parts =
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1,100000-100001\r\n\r\n").read();
    var unchanged =
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"e\"\r\n\r\n").read();

    assertThat(whole.text()).isEqualTo(text);
    assertThat(hit.text()).isEqualTo(text);
    assertThat(head.field("Content-Length")).contains("200000");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo(text.substring(199_990));
    assertThat(parts.text())
        .contains("bytes 0-1/200000\r\n\r\n" + text.substring(0, 2) + "\r\n")
        .contains("bytes 100000-100001/200000\r\n\r\n" + text.substring(100_000, 100_002) + "\r\n");
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void whatIsTooLongForMemoryIsStoredTheSecondTimeAndOutlivesARestart() throws IOException {
    var text = text(9_000_000);
    var origin = serving(text, "Cache-Control: max-age=600\r\n");
    var config = cached(origin, "");
    proxy.start(config);

    var first = proxy.client().get("/big").read();
    var second = proxy.client().get("/big").read();
    var third = proxy.client().get("/big").read();
    settle(1);
    restart(config);
    var fourth = proxy.client().get("/big").read();
    var part =
        proxy.client().send("GET /big HTTP/1.1\r\nHost: x\r\nRange: bytes=-3\r\n\r\n").read();

    assertThat(first.field("Cache-Status").orElse("")).contains("detail=first-seen");
    assertThat(second.field("Cache-Status").orElse("")).contains("stored");
    assertThat(first.text()).isEqualTo(text);
    assertThat(second.text()).isEqualTo(text);
    assertThat(third.text()).isEqualTo(text);
    assertThat(third.field("N")).contains("2");
    assertThat(fourth.text()).isEqualTo(text);
    assertThat(part.text()).isEqualTo(text.substring(text.length() - 3));
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void aCrowdForALongContentThatNobodyHasAskedForYetCausesOneFetch() throws Exception {
    var text = text(9_000_000);
    var rest = new CountDownLatch(1);
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            connection.send(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: "
                    + text.length()
                    + "\r\n\r\n"
                    + text.substring(0, 1_000_000));
            await(rest);
            connection.send(text.substring(1_000_000));
          }
        });
    proxy.start(2, cached(origin, "").replace("memory 4M", "memory 64M"));

    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 40; i++) {
      var client = proxy.client().get("/big");
      client.readHead();
      client.skip(1000);
      clients.add(client);
    }
    rest.countDown();
    var ends = new ArrayList<CompletableFuture<String>>();
    for (var client : clients) {
      ends.add(CompletableFuture.supplyAsync(() -> end(client, text.length() - 1000L), THREADS));
    }

    assertThat(ends)
        .allSatisfy(end -> assertThat(end.join()).isEqualTo(text.substring(text.length() - 10)));
    assertThat(origin.requests()).hasSize(1);
    assertThat(proxy.gauge("weir_cache_disk_writes_total{")).isZero();
  }

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private static String end(RawClient client, long left) {
    try {
      client.skip(left - 10);
      return new String(client.exactly(10), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whoComesLateToALongContentGetsItFromTheStart() throws Exception {
    var text = text(9_000_000);
    var rest = new CountDownLatch(1);
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            int count = number.incrementAndGet();
            connection.send(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: "
                    + text.length()
                    + "\r\n\r\n"
                    + text.substring(0, 6_000_000));
            if (count == 2) {
              await(rest);
            }
            connection.send(text.substring(6_000_000));
          }
        });
    proxy.start(2, cached(origin, ""));
    proxy.client().get("/big").read();

    var early = proxy.client().get("/big");
    early.readHead();
    early.skip(5_500_000);
    var late = proxy.client().get("/big");
    late.readHead();
    var start = new String(late.exactly(1000), java.nio.charset.StandardCharsets.ISO_8859_1);
    rest.countDown();
    early.skip(text.length() - 5_500_000L);
    late.skip(text.length() - 1010L);
    var end = new String(late.exactly(10), java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(start).isEqualTo(text.substring(0, 1000));
    assertThat(end).isEqualTo(text.substring(text.length() - 10));
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void whatIsStaleAfterARestartIsValidatedAndUpdated() throws IOException {
    var text = text(200_000);
    var origin = serving(text, "Cache-Control: max-age=0\r\nETag: \"e\"\r\n");
    var config = cached(origin, "");
    proxy.start(config);
    proxy.client().get("/a").read();
    proxy.client().get("/a").read();
    proxy.client().get("/a").read();
    settle(1);

    restart(config);
    var reply = proxy.client().get("/a").read();

    assertThat(reply.text()).isEqualTo(text);
    assertThat(reply.field("N")).contains("2");
    assertThat(reply.field("Cache-Status").orElse("")).contains("hit");
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void whatAnUnsafeRequestMadeInvalidStaysSoAfterARestart() throws IOException {
    var origin = serving("text", "Cache-Control: max-age=600\r\n");
    var config = cached(origin, "");
    proxy.start(config);
    proxy.client().get("/a").read();
    proxy.client().get("/a").read();
    settle(1);

    proxy.client().send("DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n").read();
    restart(config);
    var reply = proxy.client().get("/a").read();

    assertThat(reply.field("N")).contains("3");
  }

  /** Answers each request with its number, and the path as its tag; what is asked about holds. */
  private FakeOrigin tagging() {
    var number = new AtomicInteger();
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        var request = connection.nextRequest();
        var fields = "ETag: \"e\"\r\nCache-Control: max-age=600\r\n";
        var text = "number " + number.incrementAndGet();
        var tag = request.line().substring(5, 6);
        connection.send(
            request.fields("If-None-Match").contains("\"e\"")
                ? "HTTP/1.1 304 Not Modified\r\n" + fields + "\r\n"
                : "HTTP/1.1 200 OK\r\n"
                    + fields
                    + ("Cache-Tag: " + tag + "\r\nContent-Length: " + text.length() + "\r\n\r\n")
                    + text);
      }
    });
  }

  private String text(String path) throws IOException {
    return proxy.client().get(path).read().text();
  }

  /** Stores two replies, which are asked for twice each, and so are on disk too. */
  private void fillTwo() throws IOException {
    for (var path : List.of("/a", "/b")) {
      text(path);
      text(path);
    }
    settle(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsOnlyOnDiskIsPurgedToo(boolean isPurgedBeforeTheRestart) throws IOException {
    var config = cached(tagging(), "");
    proxy.start(config);
    fillTwo();

    if (isPurgedBeforeTheRestart) {
      Purging.tags(proxy.server(), false, "a");
      restart(config);
    } else {
      restart(config);
      Purging.tags(proxy.server(), false, "a");
    }

    assertThat(text("/a")).isEqualTo("number 3");
    assertThat(text("/b")).isEqualTo("number 2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsOnlyOnDiskIsPurgedSoftlyToo(boolean isPurgedBeforeTheRestart) throws IOException {
    var origin = tagging();
    var config = cached(origin, "");
    proxy.start(config);
    fillTwo();

    if (isPurgedBeforeTheRestart) {
      Purging.urls(proxy.server(), true, "http://x/a");
      restart(config);
    } else {
      restart(config);
      Purging.urls(proxy.server(), true, "http://x/a");
    }

    assertThat(text("/a")).isEqualTo("number 1");
    assertThat(text("/b")).isEqualTo("number 2");
    assertThat(origin.requests()).hasSize(3);
    assertThat(origin.requests().getLast().fields("If-None-Match")).containsExactly("\"e\"");
  }

  @Test
  void aFolderThatIsInUseIsRefusedAndTheOldConfigurationGoesOn() throws IOException {
    var origin = serving("text", "Cache-Control: max-age=600\r\n");
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();

    var refused = proxy.apply(cached(origin, "").replace("cache c", "cache d"));
    var resized = proxy.apply(cached(origin, "").replace("64M", "32M"));

    assertThat(refused)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.diagnostic().message())
                    .isEqualTo(
                        "found folder '"
                            + folder
                            + "' in use by another cache of this Weir; expected a folder for each"));
    assertThat(resized).isInstanceOf(Outcome.InForce.class);
    assertThat(proxy.client().get("/a").read().field("N")).contains("1");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
