package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that must not pass: each is answered, the connection closed, and no server hears of it.
 */
@ExtendWith(LeakWatch.class)
class ClientFramingIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n";

  static Stream<Arguments> heads() {
    return Stream.of(framings(), lines(), targets()).flatMap(rows -> rows);
  }

  private static Stream<Arguments> framings() {
    return Stream.of(
        row(400, "CL and TE", POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc"),
        row(400, "TE and CL", POST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc"),
        row(400, "two lengths", POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
        row(400, "the same length twice", POST + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n"),
        row(400, "a list of lengths", POST + "Content-Length: 3, 3\r\n\r\nabc"),
        row(400, "a signed length", POST + "Content-Length: +3\r\n\r\nabc"),
        row(400, "a negative length", POST + "Content-Length: -3\r\n\r\nabc"),
        row(400, "a hexadecimal length", POST + "Content-Length: 0x3\r\n\r\nabc"),
        row(400, "an empty length", POST + "Content-Length:\r\n\r\n"),
        row(400, "a length beyond 63 bits", POST + "Content-Length: 9223372036854775808\r\n\r\n"),
        row(400, "TE identity", POST + "Transfer-Encoding: identity\r\n\r\n"),
        row(400, "TE gzip, chunked", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        row(400, "TE chunked, gzip", POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
        row(400, "TE twice", POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n"),
        row(400, "TE xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        row(400, "TE with a tab stop", POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
        row(400, "TE on 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  }

  private static Stream<Arguments> lines() {
    return Stream.of(
        row(400, "LF alone", "GET / HTTP/1.1\nHost: x\n\n"),
        row(400, "LF alone behind a field", "GET / HTTP/1.1\r\nHost: x\n\r\n"),
        row(400, "CR alone", "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n"),
        row(400, "CR alone before CRLF", GET + "A: b\r\r\n\r\n"),
        row(400, "a space before the colon", GET + "A : b\r\n\r\n"),
        row(400, "a tab before the colon", GET + "A\t: b\r\n\r\n"),
        row(400, "no colon", GET + "A\r\n\r\n"),
        row(400, "no name", GET + ": b\r\n\r\n"),
        row(400, "NUL in a value", GET + "A: b\0c\r\n\r\n"),
        row(400, "DEL in a value", GET + "A: b\u007fc\r\n\r\n"),
        row(400, "a control octet in a value", GET + "A: b\u0001c\r\n\r\n"),
        row(400, "a NUL in a name", GET + "A\0: b\r\n\r\n"),
        row(400, "a folded line", GET + "A: b\r\n c\r\n\r\n"),
        row(400, "white space before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        row(400, "white space before the line", " GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "two spaces in the line", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a tab in the line", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a space in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "no version", "GET /\r\nHost: x\r\n\r\n"),
        row(400, "a version in small letters", "GET / http/1.1\r\nHost: x\r\n\r\n"),
        row(505, "HTTP/2 as a version", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        row(400, "a version of two digits", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
        row(400, "no token as a method", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a method of 33 letters", "A".repeat(33) + " / HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(405, "CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n"));
  }

  private static Stream<Arguments> targets() {
    return Stream.of(
        row(400, "no host", "GET / HTTP/1.1\r\n\r\n"),
        row(400, "two hosts", GET + "Host: x\r\n\r\n"),
        row(400, "an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        row(400, "a host with a space", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"),
        row(400, "a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        row(400, "a host with a user", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n"),
        row(400, "a list of hosts", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n"),
        row(400, "a port beyond 65535", "GET / HTTP/1.1\r\nHost: x:65536\r\n\r\n"),
        row(400, "another host in the target", "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "https without TLS", "GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "another scheme", "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a target without a slash", "GET x HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a star with GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a fragment", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "an octet above 127 in the target", "GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a path above the root", "GET /../x HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "a broken escape", "GET /%2 HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(400, "an encoded NUL", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(417, "an unknown expectation", GET + "Expect: wonders\r\n\r\n"),
        row(400, "three empty lines", "\r\n\r\n\r\n" + GET + "\r\n"),
        row(400, "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001"),
        row(505, "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        row(414, "a long target", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
        row(414, "a target without an end", "GET /" + "a".repeat(9000)),
        row(431, "a long field", GET + "A: " + "b".repeat(9000) + "\r\n\r\n"),
        row(431, "a field without an end", GET + "A: " + "b".repeat(9000)),
        row(431, "a large head", GET + ("A: " + "b".repeat(4000) + "\r\n").repeat(9) + "\r\n"),
        row(431, "101 fields", GET + "A: b\r\n".repeat(100) + "\r\n"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("heads")
  void refusesAHeadAndCloses(int status, String what, String octets) throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("never")));
    proxy.to(origin);
    var client = proxy.client();

    var reply = client.send(octets).read();

    assertThat(reply.status()).as(what).isEqualTo(status);
    assertThat(reply.closes()).isTrue();
    assertThat(client.halfClose().toEnd()).isEmpty();
    assertThat(origin.received()).isZero();
  }

  @Test
  void refusesWhatFollowsAGoodRequestOnlyAfterThatIsAnswered() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("good")));
    proxy.to(origin);
    var client = proxy.client();

    client.send(GET + "\r\n" + GET + "Content-Length: x\r\n\r\n");

    assertThat(client.read().text()).isEqualTo("good");
    assertThat(client.read().status()).isEqualTo(400);
    assertThat(client.halfClose().toEnd()).isEmpty();
    assertThat(origin.requests()).hasSize(1);
  }

  static Stream<Arguments> chunks() {
    return Stream.of(
        row(400, "no size", "\r\nabc\r\n0\r\n\r\n"),
        row(400, "a size that is not hexadecimal", "g\r\nabc\r\n0\r\n\r\n"),
        row(400, "a size with 0x", "0x3\r\nabc\r\n0\r\n\r\n"),
        row(400, "a signed size", "+3\r\nabc\r\n0\r\n\r\n"),
        row(400, "a negative size", "-3\r\nabc\r\n0\r\n\r\n"),
        row(400, "white space before a size", " 3\r\nabc\r\n0\r\n\r\n"),
        row(400, "white space behind a size", "3 \r\nabc\r\n0\r\n\r\n"),
        row(400, "a size beyond 63 bits", "ffffffffffffffff\r\nabc\r\n"),
        row(400, "a size of 17 digits", "00000000000000003\r\nabc\r\n0\r\n\r\n"),
        row(400, "LF alone behind a size", "3\nabc\r\n0\r\n\r\n"),
        row(400, "CR alone behind a size", "3\rabc\r\n0\r\n\r\n"),
        row(400, "an extension without a name", "3;\r\nabc\r\n0\r\n\r\n"),
        row(400, "an LF in an extension", "3;a=\"\n\"\r\nabc\r\n0\r\n\r\n"),
        row(400, "white space behind an extension", "3 ;a \r\nabc\r\n0\r\n\r\n"),
        row(400, "a very long extension", "3;" + "a".repeat(5000) + "\r\nabc\r\n0\r\n\r\n"),
        row(400, "a chunk longer than its size", "3\r\nabcd\r\n0\r\n\r\n"),
        row(400, "LF alone behind a chunk", "3\r\nabc\n0\r\n\r\n"),
        row(400, "LF alone behind the last chunk", "3\r\nabc\r\n0\n\n"),
        row(400, "a trailer with a space", "0\r\nA : b\r\n\r\n"),
        row(400, "a folded trailer", "0\r\nA: b\r\n c\r\n\r\n"),
        row(400, "a NUL in a trailer", "0\r\nA: \0\r\n\r\n"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("chunks")
  void refusesABodyAndCutsItOffForTheServer(int status, String what, String octets)
      throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client();

    var reply = client.send(POST + "Transfer-Encoding: chunked\r\n\r\n", octets).read();

    assertThat(reply.status()).as(what).isEqualTo(status);
    assertThat(reply.closes()).isTrue();
    assertThat(client.halfClose().toEnd()).isEmpty();
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void bearsTwoEmptyLinesBeforeARequest() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("good")));
    proxy.to(origin);
    var client = proxy.client();

    client.send("\r\n", "\r\n" + GET + "\r\n");

    assertThat(client.read().text()).isEqualTo("good");
  }

  private static Arguments row(int status, String what, String octets) {
    return Arguments.of(status, what, octets);
  }
}
