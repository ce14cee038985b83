package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked by QUERY, whose content is a part of the question: docs/cache.md. */
@ExtendWith(LeakWatch.class)
class CacheQueryIT {
  private static final String STORED = "Cache-Control: max-age=60\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static String reply(String fields, String text) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + text.length() + "\r\n\r\n" + text;
  }

  private static String cached(FakeOrigin origin) {
    return "cache c { memory 32M }\npool p { server "
        + origin.at()
        + " }\nhost * { route /** { cache c; to p } }";
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

  private static String query(String path, String fields, String content) {
    return "QUERY %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(path, fields, content.length(), content);
  }

  private String ask(String request) throws IOException {
    return proxy.client().send(request).read().text();
  }

  @Test
  void theSameQuestionIsAskedOnceAndAnotherIsAsked() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));

    assertThat(ask(query("/s", JSON, "{\"a\":1}"))).isEqualTo("number 1");
    assertThat(ask(query("/s", JSON, "{\"a\":1}"))).isEqualTo("number 1");
    assertThat(ask(query("/s", JSON, "{\"a\":2}"))).isEqualTo("number 2");
    assertThat(ask(query("/s", JSON, ""))).isEqualTo("number 3");
    assertThat(ask(query("/t", JSON, "{\"a\":1}"))).isEqualTo("number 4");
    assertThat(origin.requests().getFirst().text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void theSameOctetsOfAnotherTypeOrCodingAreAnotherQuestion() throws IOException {
    proxy.start(cached(counting(STORED)));

    assertThat(ask(query("/s", JSON, "a"))).isEqualTo("number 1");
    assertThat(ask(query("/s", "Content-Type: text/plain\r\n", "a"))).isEqualTo("number 2");
    assertThat(ask(query("/s", JSON + "Content-Encoding: br\r\n", "a"))).isEqualTo("number 3");
    assertThat(ask(query("/s", JSON, "a"))).isEqualTo("number 1");
  }

  @Test
  void aGetAndAQueryOfOneUrlAreTwoThings() throws IOException {
    proxy.start(cached(counting(STORED)));

    assertThat(ask(query("/s", JSON, "a"))).isEqualTo("number 1");
    assertThat(proxy.client().get("/s").read().text()).isEqualTo("number 2");
    assertThat(ask(query("/s", JSON, "a"))).isEqualTo("number 1");
  }

  @Test
  void howTheContentIsFramedDoesNotMatter() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));
    var chunked =
        "QUERY /s HTTP/1.1\r\nHost: x\r\n"
            + JSON
            + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n";

    assertThat(ask(chunked)).isEqualTo("number 1");
    assertThat(ask(query("/s", JSON, "abc"))).isEqualTo("number 1");
    assertThat(origin.request().text()).isEqualTo("abc");
  }

  @Test
  void aPostIsAlwaysAskedAndMakesWhatWasAskedOfItsUrlInvalid() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));
    ask(query("/s", JSON, "a"));
    var post = query("/s", JSON, "a").replace("QUERY", "POST");

    assertThat(ask(post)).isEqualTo("number 2");
    assertThat(ask(post)).isEqualTo("number 3");
    assertThat(ask(query("/s", JSON, "a"))).isEqualTo("number 4");
    assertThat(ask(query("/s", JSON, "a"))).isEqualTo("number 4");
  }

  @Test
  void aLongQuestionIsPassedOnWhole() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));
    var content = "0123456789".repeat(20_000);
    var half = content.length() / 2;
    var chunk = Integer.toHexString(half);
    var chunked =
        "QUERY /s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n%s\r\n%s\r\n0\r\n\r\n"
            .formatted(chunk, content.substring(0, half), chunk, content.substring(half));

    var first = proxy.client().send(query("/s", "", content)).read();
    var second = proxy.client().send(chunked).read();
    var third = proxy.client().send(chunked).read();

    assertThat(first.field("Cache-Status")).contains("weir; fwd=bypass");
    assertThat(second.text()).isEqualTo("number 2");
    assertThat(third.text()).isEqualTo("number 3");
    assertThat(origin.requests()).extracting(seen -> seen.body().length).containsOnly(200_000);
    assertThat(origin.requests()).allMatch(seen -> seen.text().equals(content));
  }

  @Test
  void trailersArePassedOnWithTheirQuestionAndItsAnswerIsNotStored() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));
    var request =
        "QUERY /s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
            + "1\r\na\r\n0\r\nX-T: 1\r\n\r\n";

    assertThat(ask(request)).isEqualTo("number 1");
    assertThat(ask(request)).isEqualTo("number 2");
    assertThat(origin.requests().getFirst().trailers()).contains("X-T: 1");
  }

  @Test
  void manyWithTheSameQuestionWaitForOneAnswer() throws Exception {
    var isWaiting = new CountDownLatch(1);
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            await(isWaiting);
            connection.send(reply(STORED, "found"));
          }
        });
    proxy.start(2, cached(origin));

    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 20; i++) {
      clients.add(proxy.client().send(query("/s", JSON, "{\"a\":1}")));
    }
    Eventually.holds(
        () -> "not all are at hand", () -> proxy.gauge("weir_requests_in_flight") == 20);
    isWaiting.countDown();

    for (var client : clients) {
      assertThat(client.read().text()).isEqualTo("found");
    }
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aStaleAnswerIsValidatedByTheWholeQuestion() throws IOException {
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            var request = connection.nextRequest();
            connection.send(
                request.fields("If-None-Match").contains("\"e\"") && request.text().equals("q")
                    ? "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\n\r\n"
                    : reply("Cache-Control: max-age=0\r\nETag: \"e\"\r\n", "found"));
          }
        });
    proxy.start(cached(origin));
    ask(query("/s", JSON, "q"));

    var validated = proxy.client().send(query("/s", JSON, "q")).read();

    assertThat(validated.text()).isEqualTo("found");
    assertThat(validated.field("Cache-Status")).contains("weir; fwd=stale; fwd-status=304");
  }

  @Test
  void aClientThatWaitsForLeaveToSendItsQuestionGetsIt() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));
    var client =
        proxy
            .client()
            .send(
                "QUERY /s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");

    assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
    client.send("q");

    assertThat(client.read().text()).isEqualTo("number 1");
    assertThat(origin.request().fields("Expect")).isEmpty();
    assertThat(origin.request().text()).isEqualTo("q");
  }

  @Test
  void aQuestionThatBreaksOffIsAskedOfNobody() throws IOException {
    var origin = counting(STORED);
    proxy.start(cached(origin));
    var client = proxy.client();
    client.send("QUERY /s HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");

    client.close();
    assertThat(ask(query("/s", "", "whole"))).isEqualTo("number 1");

    assertThat(origin.request().text()).isEqualTo("whole");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
