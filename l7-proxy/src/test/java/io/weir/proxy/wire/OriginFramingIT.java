package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses that must not pass: the client is told 502, and the connection is not used again. */
@ExtendWith(LeakWatch.class)
class OriginFramingIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  static Stream<Arguments> heads() {
    return Stream.of(
        row("no HTTP", "SSH-2.0-OpenSSH_9.2\r\n"),
        row("nothing but content", "hello"),
        row("TLS", "\u0015\u0003\u0001\u0000\u0002\u0002F"),
        row("HTTP/0.9", "<html>"),
        row("HTTP/2", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
        row("a version in small letters", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        row("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
        row("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
        row("status 0", "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n"),
        row("status 600", "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n"),
        row("two spaces", "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n"),
        row("LF alone", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
        row("CR alone", OK + "A: b\rC: d\r\nContent-Length: 0\r\n\r\n"),
        row("a space before the colon", OK + "Content-Length : 0\r\n\r\n"),
        row("a folded line", OK + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
        row("white space before a field", OK + " A: b\r\nContent-Length: 0\r\n\r\n"),
        row("NUL", OK + "A: \0\r\nContent-Length: 0\r\n\r\n"),
        row("no colon", OK + "A\r\nContent-Length: 0\r\n\r\n"),
        row("CL and TE", OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row("two lengths", OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        row("the same length twice", OK + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
        row("a signed length", OK + "Content-Length: +1\r\n\r\na"),
        row("a length that is no number", OK + "Content-Length: a\r\n\r\na"),
        row("no chunk behind the head", OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        row("TE gzip", OK + "Transfer-Encoding: gzip\r\n\r\n"),
        row("TE gzip, chunked", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        row("TE on 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row("204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc"),
        row("204 with TE", "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row("103 with a length", "HTTP/1.1 103 Early Hints\r\nContent-Length: 3\r\n\r\nabc" + OK),
        row("101 that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        row("a line of 33 KiB", OK + "A: " + "b".repeat(33 << 10) + "\r\n\r\n"),
        row("257 fields", OK + "A: b\r\n".repeat(257) + "\r\n"),
        row("an endless head", OK + ("A: " + "b".repeat(8000) + "\r\n").repeat(10)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heads")
  void refusesAHeadAndDropsTheConnection(String what, String octets) throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.inTurn(
                connection -> {
                  connection.nextRequest();
                  connection.send(octets);
                  connection.awaitEnd();
                },
                FakeOrigin.repeating(FakeOrigin.ok("next"))));
    proxy.to(origin);
    var client = proxy.client();

    assertThat(client.get("/1").read().status()).as(what).isEqualTo(502);
    assertThat(client.get("/2").read().text()).isEqualTo("next");
    assertThat(origin.accepted()).isEqualTo(2);
    assertThat(origin.requests()).hasSize(2);
  }

  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";

  static Stream<Arguments> bodies() {
    return Stream.of(
        row("a size that is not hexadecimal", "g\r\n"),
        row("no CRLF behind a chunk", "3\r\nabcd\r\n"),
        row("LF alone behind a size", "3\nabc\r\n"),
        row("a size beyond 63 bits", "ffffffffffffffff\r\n"),
        row("a broken trailer", "0\r\nA : b\r\n\r\n"),
        row("a length in the trailers", "0\r\nContent-Length: 3\r\n\r\n"),
        row("40 trailers", "0\r\n" + "A: b\r\n".repeat(40) + "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void breaksTheReplyOffWhenAFrameIsBrokenBehindWhatHasLeft(String what, String octets)
      throws IOException {
    var left = new Semaphore(0);
    var origin =
        proxy.closing(
            FakeOrigin.inTurn(
                connection -> {
                  connection.nextRequest();
                  connection.send(CHUNKED);
                  left.acquireUninterruptibly();
                  connection.send(octets);
                  connection.awaitEnd();
                },
                FakeOrigin.repeating(FakeOrigin.ok("next"))));
    proxy.to(origin);
    var broken = proxy.client().get("/1");
    assertThat(broken.readHead()).startsWith("HTTP/1.1 200");
    left.release();

    assertThat(broken.toEnd()).as(what).endsWith("<reset>").doesNotContain("\r\n0\r\n");
    assertThat(proxy.client().get("/2").read().text()).isEqualTo("next");
    assertThat(origin.accepted()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void tellsTheClientWhenAFrameIsBrokenBeforeAnythingHasLeft(String what, String octets)
      throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.inTurn(
                connection -> {
                  connection.nextRequest();
                  connection.send(CHUNKED + octets);
                  connection.awaitEnd();
                },
                FakeOrigin.repeating(FakeOrigin.ok("next"))));
    proxy.to(origin);
    var client = proxy.client();

    var refusal = client.get("/1").read();

    assertThat(refusal.status()).as(what).isEqualTo(502);
    assertThat(refusal.text()).doesNotContain("abc");
    assertThat(client.get("/2").read().text()).isEqualTo("next");
    assertThat(proxy.gauge("weir_failures_total{cause=\"upstream-garbage\"")).isEqualTo(1);
    assertThat(origin.accepted()).isEqualTo(2);
  }

  @Test
  void sendsWhatStandsBeforeABrokenFrameThatIsFarBehindTheHead() throws IOException {
    var chunk = "4000\r\n" + "a".repeat(16 << 10) + "\r\n";
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(CHUNKED + chunk.repeat(40) + "zz\r\n");
          connection.awaitEnd();
        });
    proxy.to(origin);

    var octets = proxy.client().get("/").toEnd();

    assertThat(octets).startsWith("HTTP/1.1 200").contains("abc").endsWith("<reset>");
  }

  @Test
  void breaksTheReplyOffWhenTheServerClosesTooEarly() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(OK + "Content-Length: 10\r\n\r\nabc");
        });
    proxy.to(origin);

    var octets = proxy.client().get("/").toEnd();

    assertThat(octets).startsWith("HTTP/1.1 200").contains("abc").endsWith("<reset>");
  }

  @Test
  void doesNotTakeWhatStandsBehindAResponseForTheNextOne() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.inTurn(
                connection -> {
                  connection.nextRequest();
                  connection.send(FakeOrigin.ok("one") + FakeOrigin.ok("smuggled"));
                  connection.awaitEnd();
                },
                FakeOrigin.repeating(FakeOrigin.ok("two"))));
    proxy.to(origin);
    var client = proxy.client();

    assertThat(client.get("/1").read().text()).isEqualTo("one");
    assertThat(client.get("/2").read().text()).isEqualTo("two");
  }

  private static Arguments row(String what, String octets) {
    return Arguments.of(what, octets);
  }
}
