package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.wire.FakeOrigin.Script;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of docs/retries.md, end to end: two servers, of which the first one asked fails. */
@ExtendWith(LeakWatch.class)
class RetryIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String PUT = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
  private static final String PUT_CHUNKED =
      "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  private static final String PUT_LARGE =
      "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + "a".repeat(70_000);
  private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
  private static final String EMPTY_POST =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
  private static final String PATCH =
      "PATCH / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
  private static final String UNKNOWN = "BREW / HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final Script RESET_AT_ONCE = OriginConnection::reset;
  private static final Script CLOSE_AFTER_REQUEST = OriginConnection::nextRequest;
  private static final Script RESET_AFTER_REQUEST =
      connection -> {
        connection.nextRequest();
        connection.reset();
      };
  private static final Script CLOSE_IN_HEAD = partial("HTTP/1.1 200 O");
  private static final Script CLOSE_AFTER_HEAD =
      partial("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  private static final Script GARBAGE = partial("garbage");
  private static final Script STALL =
      connection -> {
        connection.nextRequest();
        connection.awaitEnd();
      };

  static Stream<Arguments> table() {
    return Stream.of(
        row("GET, closed before a reply", GET, CLOSE_AFTER_REQUEST, 200, 1),
        row("GET, reset before a reply", GET, RESET_AFTER_REQUEST, 200, 1),
        row("GET, reset at once", GET, RESET_AT_ONCE, 200, 1),
        row("GET, closed in the head", GET, CLOSE_IN_HEAD, 502, 0),
        row("GET, garbage", GET, GARBAGE, 502, 0),
        row("GET, stalled", GET, STALL, 504, 0),
        row("PUT, reset before a reply", PUT, RESET_AFTER_REQUEST, 200, 1),
        row("PUT in chunks, reset before a reply", PUT_CHUNKED, RESET_AFTER_REQUEST, 200, 1),
        row("PUT that was not kept, reset", PUT_LARGE, RESET_AFTER_REQUEST, 502, 0),
        row("POST, reset before a reply", POST, RESET_AFTER_REQUEST, 502, 0),
        row("POST, closed before a reply", POST, CLOSE_AFTER_REQUEST, 502, 0),
        row("POST, stalled", POST, STALL, 504, 0),
        row("POST without content, reset", EMPTY_POST, RESET_AFTER_REQUEST, 502, 0),
        row("PATCH, reset before a reply", PATCH, RESET_AFTER_REQUEST, 502, 0),
        row("an unknown method, reset", UNKNOWN, RESET_AFTER_REQUEST, 502, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void theClientSeesTheStatusOfTheTable(
      String what, String request, Script failing, int status, int retried) throws IOException {
    var first = proxy.origin(failing);
    var second = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("second")));
    proxy.start(
        "pool web { server "
            + first.at()
            + "; server "
            + second.at()
            + "; balance round-robin }\n"
            + "host * { route /** { timeout first-byte 300ms; to web } }");

    var reply = proxy.client().send(request).read();

    assertThat(reply.status()).as(what).isEqualTo(status);
    assertThat(second.requests()).hasSize(retried);
    Eventually.holds(
        () -> "found " + proxy.gauge("weir_retries_total") + " retries; expected " + retried,
        () -> proxy.gauge("weir_retries_total") == retried);
  }

  @Test
  void requestsThatGoElsewhereRideKeptConnections() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.start(ProxyFixture.toAll(FakeOrigin.nobody(), origin.at()));
    var client = proxy.client();

    for (int i = 0; i < 20; i++) {
      assertThat(client.get("/").read().text()).isEqualTo("fine");
    }

    assertThat(proxy.gauge("weir_retries_total")).isPositive();
    assertThat(origin.accepted()).isEqualTo(1);
  }

  @Test
  void noMoreConnectionsAreKeptThanAreOfUse() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.to(origin);

    // The first request of a client that cannot be sent twice has a connection of its own.
    for (int i = 0; i < 300; i++) {
      try (var client = proxy.client()) {
        assertThat(client.send(EMPTY_POST).read().text()).isEqualTo("fine");
      }
    }

    assertThat(origin.accepted()).isEqualTo(300);
    assertThat(proxy.gauge("weir_upstream_connections")).isLessThanOrEqualTo(256);
  }

  @Test
  void aRequestIsSentAgainAsItWasSentFirst() throws IOException {
    var first = proxy.origin(RESET_AFTER_REQUEST);
    var second = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("second")));
    proxy.start(ProxyFixture.toAll(first.at(), second.at()));

    proxy.client().send(PUT_CHUNKED).read();

    assertThat(second.request().head()).isEqualTo(first.request().head());
    assertThat(second.request().text()).isEqualTo(first.request().text()).isEqualTo("hello");
  }

  @Test
  void aReplyThatHasBegunIsBrokenOffNotReplaced() throws IOException {
    var first = proxy.origin(CLOSE_AFTER_HEAD);
    var second = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("second")));
    proxy.start(ProxyFixture.toAll(first.at(), second.at()));

    assertThat(proxy.client().send(GET).toEnd()).endsWith("<reset>");
    assertThat(second.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, POST, PATCH, UNKNOWN})
  void anyRequestGoesElsewhereIfThereIsNoConnection(String request) throws IOException {
    var second = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("second")));
    proxy.start(ProxyFixture.toAll(FakeOrigin.nobody(), second.at()));

    assertThat(proxy.client().send(request).read().text()).isEqualTo("second");
    assertThat(second.requests()).hasSize(1);
  }

  @Test
  void aServerThatCannotBeReachedIsA502() throws IOException {
    proxy.start(ProxyFixture.toAll(FakeOrigin.nobody()));

    assertThat(proxy.client().send(GET).read().status()).isEqualTo(502);
    assertThat(proxy.gauge("weir_upstream_connect_failures_total")).isEqualTo(1);
  }

  @Test
  void nothingIsTriedAgainIfTheRouteSaysSo() throws IOException {
    var second = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("second")));
    proxy.start(
        "pool web { server "
            + FakeOrigin.nobody()
            + "; server "
            + second.at()
            + "; balance round-robin }\nhost * { route /** { retry off; to web } }");

    assertThat(proxy.client().send(GET).read().status()).isEqualTo(502);
    assertThat(second.requests()).isEmpty();
  }

  /** The server closes each connection just as its second request comes. */
  @ParameterizedTest
  @ValueSource(strings = {GET, PUT})
  void aKeptConnectionThatClosesAtTheMomentOfUseIsReplaced(String request) throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(FakeOrigin.ok("fine"));
          connection.nextRequest();
        });
    proxy.to(origin);
    var client = proxy.client();

    for (int i = 0; i < 10; i++) {
      assertThat(client.send(request).read().text()).isEqualTo("fine");
    }
  }

  @Test
  void aPostIsNeverSentTwiceWhenAKeptConnectionCloses() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(FakeOrigin.ok("fine"));
          connection.nextRequest();
        });
    proxy.to(origin);
    var client = proxy.client();

    var first = client.send(POST).read();
    var second = client.send(POST).read();

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(502);
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void theFirstPostOfAClientDoesNotRideAKeptConnection() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.to(origin);

    proxy.client().send(GET).read();
    proxy.client().send(POST).read();

    assertThat(origin.accepted()).isEqualTo(2);
  }

  @Test
  void aKeptConnectionThatWasClosedMeanwhileIsNotUsed() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(FakeOrigin.ok("fine"));
        });
    proxy.to(origin);
    var client = proxy.client();

    for (int i = 0; i < 10; i++) {
      assertThat(client.send(POST).read().text()).isEqualTo("fine");
      Eventually.holds(
          () -> "found a connection", () -> proxy.gauge("weir_upstream_connections{") == 0);
    }

    assertThat(proxy.gauge("weir_retries_total")).isZero();
  }

  @Test
  void aRetryAnsweredWithoutContentGivesItsShareOfTheBudgetBack() throws IOException {
    var first = proxy.origin(RESET_AFTER_REQUEST);
    var second = proxy.closing(FakeOrigin.replying("HTTP/1.1 204 No Content\r\n\r\n"));
    proxy.start(ProxyFixture.toAll(first.at(), second.at()));
    var client = proxy.client();

    for (int i = 0; i < 20; i++) {
      assertThat(client.send(GET).read().status()).isEqualTo(204);
    }

    assertThat(proxy.server().occupancy().retries()).isZero();
  }

  @Test
  void retriesBeyondTheBudgetAreNotMade() throws IOException {
    var first = proxy.origin(RESET_AFTER_REQUEST);
    var second = proxy.origin(STALL);
    proxy.start(ProxyFixture.toAll(first.at(), second.at()));

    // Every other request goes to the first server, is tried again and hangs at the second: three
    // may, and as many more as are a fifth of those in flight.
    for (int i = 0; i < 12; i++) {
      proxy.client().send(GET);
      int begun = i + 1;
      Eventually.holds(
          () -> "found " + first.requests().size() + " and " + second.requests().size(),
          () ->
              first.requests().size() + second.requests().size()
                  >= begun + proxy.gauge("weir_retries_total"));
    }
    Eventually.holds(() -> "found no failure", () -> proxy.gauge("weir_responses_total") >= 3);

    assertThat(proxy.server().occupancy().retries()).isEqualTo(3);
  }

  private static Script partial(String octets) {
    return connection -> {
      connection.nextRequest();
      connection.send(octets);
      connection.finish();
    };
  }

  private static Arguments row(
      String what, String request, Script failing, int status, int retried) {
    return Arguments.of(what, request, failing, status, retried);
  }
}
