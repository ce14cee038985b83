package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is answered from the store, what is fetched, and by how many at once: docs/cache.md. */
@ExtendWith(LeakWatch.class)
class CacheIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static String reply(String fields, String text) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + text.length() + "\r\n\r\n" + text;
  }

  private static String cached(FakeOrigin origin, String settings) {
    return "cache c { memory 32M; object 8M }\npool p { server "
        + origin.at()
        + " }\nhost * { route /** { cache c "
        + settings
        + "; to p } }";
  }

  /** Answers each request with its number. */
  private FakeOrigin counting(String fields) {
    var number = new AtomicInteger();
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        connection.nextRequest();
        connection.send(reply(fields, "number " + number.incrementAndGet()));
      }
    });
  }

  @Test
  void aFreshResponseIsFetchedOnceAndServedWithItsAge() throws IOException {
    var origin = counting("Cache-Control: max-age=60\r\nAge: 7\r\n");
    proxy.start(cached(origin, ""));

    var first = proxy.client().get("/a").read();
    var second = proxy.client().get("/a").read();

    assertThat(first.text()).isEqualTo("number 1");
    assertThat(second.text()).isEqualTo("number 1");
    assertThat(second.field("Age")).contains("7");
    assertThat(second.field("Cache-Status").orElse("")).startsWith("weir; hit; ttl=5");
    assertThat(first.field("Cache-Status").orElse("")).contains("fwd=miss", "stored");
  }

  @Test
  void aHitAnswersHeadConditionsAndRanges() throws IOException {
    var origin = counting("Cache-Control: max-age=60\r\nETag: \"e\"\r\n");
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();
    var client = proxy.client();

    var head = client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").readHeadOnly();
    var unchanged =
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"e\"\r\n\r\n").read();
    var part = client.send("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=-1\r\n\r\n").read();
    var parts = client.send("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-0,200-\r\n\r\n").read();
    var none = client.send("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=99-\r\n\r\n").read();

    assertThat(head.field("Content-Length")).contains("8");
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.field("ETag")).contains("\"e\"");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("1");
    assertThat(part.field("Content-Range")).contains("bytes 7-7/8");
    assertThat(parts.text()).isEqualTo("n");
    assertThat(none.status()).isEqualTo(416);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void severalRangesOfAHitAreOneMultipartBody() throws IOException {
    var text = "x".repeat(200) + "END";
    var origin = proxy.closing(FakeOrigin.replying(reply("Cache-Control: max-age=60\r\n", text)));
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();

    var reply =
        proxy
            .client()
            .send("GET /a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1,200-202\r\n\r\n")
            .read();

    assertThat(reply.field("Content-Type").orElse("")).startsWith("multipart/byteranges");
    assertThat(reply.text())
        .contains("Content-Range: bytes 0-1/203\r\n\r\nxx\r\n")
        .contains("Content-Range: bytes 200-202/203\r\n\r\nEND\r\n");
  }

  @Test
  void aStaleResponseIsValidatedAndUpdatedByA304() throws IOException {
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            var request = connection.nextRequest();
            int count = number.incrementAndGet();
            connection.send(
                request.fields("If-None-Match").contains("\"e\"")
                    ? "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nX: "
                        + count
                        + "\r\nCache-Control: max-age=60\r\n\r\n"
                    : reply("Cache-Control: max-age=0\r\nETag: \"e\"\r\nX: 1\r\n", "text"));
          }
        });
    proxy.start(cached(origin, ""));

    proxy.client().get("/a").read();
    var validated = proxy.client().get("/a").read();
    var hit = proxy.client().get("/a").read();

    assertThat(validated.text()).isEqualTo("text");
    assertThat(validated.field("X")).contains("2");
    assertThat(hit.field("X")).contains("2");
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void aStaleResponseStandsInForAServerThatFails() throws IOException {
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            connection.send(
                number.incrementAndGet() == 1
                    ? reply("Cache-Control: max-age=0, stale-if-error=60\r\n", "old")
                    : "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
          }
        });
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();

    var reply = proxy.client().get("/a").read();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("old");
  }

  @Test
  void anUnsafeRequestMakesWhatIsStoredInvalid() throws IOException {
    var origin = counting("Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();

    proxy.client().send("DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n").read();
    var reply = proxy.client().get("/a").read();

    assertThat(reply.text()).isEqualTo("number 3");
  }

  @Test
  void onlyIfCachedIsRefusedWhereNothingIsStored() throws IOException {
    var origin = counting("Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, ""));

    var reply =
        proxy
            .client()
            .send("GET /a HTTP/1.1\r\nHost: x\r\nCache-Control: only-if-cached\r\n\r\n")
            .read();

    assertThat(reply.status()).isEqualTo(504);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aRouteGivesTimesKeysAndBypassesOfItsOwn() throws IOException {
    var origin = counting("");
    proxy.start(cached(origin, "10m key header \"X-T\" bypass when cookie \"editor\""));

    var one = proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\nX-T: 1\r\n\r\n").read();
    var two = proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\nX-T: 2\r\n\r\n").read();
    var again = proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\nX-T: 1\r\n\r\n").read();
    var editor =
        proxy
            .client()
            .send("GET / HTTP/1.1\r\nHost: x\r\nX-T: 1\r\nCookie: editor=1\r\n\r\n")
            .read();

    assertThat(one.text()).isEqualTo("number 1");
    assertThat(two.text()).isEqualTo("number 2");
    assertThat(again.text()).isEqualTo("number 1");
    assertThat(editor.text()).isEqualTo("number 3");
  }

  @Test
  void whatIsStoredOutlivesAReload() throws IOException {
    var origin = counting("Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, ""));
    proxy.client().get("/a").read();

    proxy.apply(cached(origin, "stale-if-error 1h"));
    var reply = proxy.client().get("/a").read();

    assertThat(reply.text()).isEqualTo("number 1");
  }

  @Test
  void manyWhoWaitForOneResponseGetItFromOneFetchWhileItArrives() throws Exception {
    var text = "0123456789".repeat(300_000);
    var rest = new CountDownLatch(1);
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(
              "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: "
                  + text.length()
                  + "\r\n\r\n"
                  + text.substring(0, 100_000));
          await(rest);
          connection.send(text.substring(100_000));
        });
    proxy.start(2, cached(origin, ""));
    var begun = new CountDownLatch(20);

    var replies = new ArrayList<CompletableFuture<String>>();
    for (int i = 0; i < 20; i++) {
      var client = proxy.client().get("/big");
      replies.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  client.readHead();
                  begun.countDown();
                  client.skip(text.length() - 10L);
                  return new String(client.exactly(10), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              task -> Thread.ofVirtual().start(task)));
    }
    begun.await();
    rest.countDown();

    assertThat(replies).allSatisfy(reply -> assertThat(reply.join()).isEqualTo("0123456789"));
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aResponseThatTurnsOutTooLongIsPassedOnAndNotStored() throws IOException {
    var part = "x".repeat(1 << 20);
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            connection.send(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 12; i++) {
              connection.send("100000\r\n", part, "\r\n");
            }
            connection.send("0\r\n\r\n");
          }
        });
    proxy.start(cached(origin, "").replace("object 8M", "object 64k"));

    var first = proxy.client().get("/big").read();
    var second = proxy.client().get("/big").read();

    assertThat(first.text()).hasSize(12 << 20);
    assertThat(second.text()).hasSize(12 << 20);
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void aResponseThatBreaksOffIsNotStored() throws IOException {
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(
              number.incrementAndGet() == 1
                  ? "HTTP/1.1 200 OK\r\n"
                      + "Cache-Control: max-age=60\r\n"
                      + "Content-Length: 100\r\n\r\n"
                      + "half"
                  : reply("Cache-Control: max-age=60\r\n", "whole"));
        });
    proxy.start(cached(origin, ""));

    var broken = proxy.client().get("/a");
    broken.readHead();
    assertThat(broken.toEnd()).isEqualTo("half<reset>");

    assertThat(proxy.client().get("/a").read().text()).isEqualTo("whole");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
