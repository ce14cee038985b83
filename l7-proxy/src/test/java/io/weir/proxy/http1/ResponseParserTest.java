package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Method;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {
  @Test
  void readsAHeadAndLeavesTheBody() {
    var in =
        Unpooled.wrappedBuffer(
            Wire.octets(
                "HTTP/1.1 200 All\tfine \u00e9\r\nContent-Length: 5\r\nX_Y: 1\r\nSet-Cookie: a\r\n"
                    + "Set-Cookie: b\r\n\r\nhello"));

    var response =
        Objects.requireNonNull(new ResponseParser().parse(in, new HeadProgress(), Method.GET));

    assertThat(response.head().status()).isEqualTo(200);
    assertThat(Wire.text(response.head().reason())).isEqualTo("All\tfine \u00e9");
    assertThat(response.head().minorVersion()).isEqualTo(1);
    assertThat(response.bodyLength()).isEqualTo(5);
    assertThat(response.keepsAlive()).isTrue();
    assertThat(response.head().fields().values("set-cookie")).containsExactly("a", "b");
    assertThat(response.head().fields().values("x_y")).containsExactly("1");
    assertThat(response.head().fields().has(FieldName.SET_COOKIE)).isTrue();
    assertThat(Wire.text(Wire.taken(in, in.readableBytes()))).isEqualTo("hello");
  }

  @Test
  void readsOneHeadAfterAnotherWithTheirOwnReasons() {
    var in =
        Unpooled.wrappedBuffer(
            Wire.octets("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"));
    var parser = new ResponseParser();
    var progress = new HeadProgress();

    var first = Objects.requireNonNull(parser.parse(in, progress, Method.GET));
    var second = Objects.requireNonNull(parser.parse(in, progress, Method.GET));

    assertThat(Wire.text(first.head().reason())).isEqualTo("Continue");
    assertThat(second.head().reason()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 200, '', -2",
    "GET, 200, Content-Length: 7, 7",
    "GET, 200, Transfer-Encoding: CHUNKED, -1",
    "GET, 206, Content-Length: 0, 0",
    "GET, 404, '', -2",
    "HEAD, 200, '', 0",
    "HEAD, 200, Content-Length: 7, 0",
    "HEAD, 200, Transfer-Encoding: chunked, 0",
    "GET, 304, Content-Length: 7, 0",
    "GET, 304, Transfer-Encoding: chunked, 0",
    "GET, 204, '', 0",
    "GET, 204, Content-Length: 0, 0",
    "GET, 100, '', 0",
    "GET, 101, '', 0",
    "GET, 103, Content-Length: 0, 0",
  })
  void decidesOnTheBodyByMethodAndStatus(Method method, int status, String line, long length) {
    var text = "HTTP/1.1 " + status + " x\r\n" + (line.isEmpty() ? "" : line + "\r\n") + "\r\n";

    assertThat(parse(text, method).bodyLength()).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, Content-Length: 1, true",
    "HTTP/1.1, X: y, false",
    "HTTP/1.1, 'Content-Length: 1|Connection: close', false",
    "HTTP/1.0, Content-Length: 1, false",
    "HTTP/1.0, 'Content-Length: 1|Connection: keep-alive', true",
    "HTTP/1.0, Connection: keep-alive, false",
    "HTTP/1.3, Content-Length: 1, true",
  })
  void keepsTheConnectionOnlyIfTheEndOfTheBodyIsKnown(
      String version, String lines, boolean keepsAlive) {
    var text = version + " 200 OK\r\n" + lines.replace("|", "\r\n") + "\r\n\r\n";

    assertThat(parse(text, Method.GET).keepsAlive()).isEqualTo(keepsAlive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h",
        "<html>",
        "|HTTP/1.1 200 OK|",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1 20 OK|",
        "HTTP/1.1 2000 OK|",
        "HTTP/1.1  200 OK|",
        "HTTP/1.1 200OK|",
        "HTTP/1.1 200\tOK|",
        "HTTP/1.1 -20 OK|",
        "HTTP/1.1 099 OK|",
        "HTTP/1.1 600 OK|",
        "HTTP/1.1 999 OK|",
        "HTTP/1.1200 OK|",
        "HTTP/2.0 200 OK|",
        "HTTP/0.9 200 OK|",
        "http/1.1 200 OK|",
        "HTTP/1.1|",
        "HTTP/1.1 |",
        "HTTP/1.1 200 O\0K|",
        "HTTP/1.1 200 O\rK|",
        "HTTP/1.1 200 OK|X : y|",
        "HTTP/1.1 200 OK| X: y|",
        "HTTP/1.1 200 OK|X: y| z|",
        "HTTP/1.1 200 OK|X|",
        "HTTP/1.1 200 OK|X: y\n",
        "HTTP/1.1 200 OK|: y|",
        "HTTP/1.1 200 OK|X: \u007f|",
        "HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 1||",
        "HTTP/1.1 200 OK|Content-Length: 1, 1||",
        "HTTP/1.1 200 OK|Content-Length: -1||",
        "HTTP/1.1 200 OK|Content-Length: 1|Transfer-Encoding: chunked||",
        "HTTP/1.1 200 OK|Transfer-Encoding: gzip||",
        "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: chunked||",
        "HTTP/1.0 200 OK|Transfer-Encoding: chunked||",
        "HTTP/1.1 204 No Content|Content-Length: 5||",
        "HTTP/1.1 204 No Content|Transfer-Encoding: chunked||",
        "HTTP/1.1 100 Continue|Content-Length: 5||",
        "HTTP/1.1 304 Not Modified|Content-Length: x||"
      })
  void refusesWhatIsMalformedOrAmbiguous(String lines) {
    var outcome = Wire.response(Wire.octets(lines.replace("|", "\r\n")), List.of());

    assertThat(outcome).startsWith("UPSTREAM_GARBAGE: found ").contains("; expected ");
  }

  @Test
  void refusesHeadsOverItsLimits() {
    var start = "HTTP/1.1 200 OK\r\n";
    var line = "X: " + "a".repeat((32 << 10) - 5) + "\r\n";

    assertThat(parse(start + line + "\r\n", Method.GET).head().fields().count()).isEqualTo(1);
    assertThat(Wire.response(Wire.octets(start + "X" + line), List.of()))
        .startsWith("UPSTREAM_GARBAGE: found a line of more than 32768 octets");
    assertThat(Wire.response(Wire.octets(start + line + line), List.of()))
        .startsWith("UPSTREAM_GARBAGE: found a head of more than 65536 octets");
    assertThat(Wire.response(Wire.octets(start + "X: y\r\n".repeat(257)), List.of()))
        .startsWith("UPSTREAM_GARBAGE: found more than 256 field lines");
  }

  @Test
  void namesTheEndOfTheBodyThatComesWithTheConnection() {
    assertThat(parse("HTTP/1.1 200 OK\r\n\r\n", Method.GET).bodyLength())
        .isEqualTo(Framing.UNTIL_CLOSE);
  }

  private static ParsedResponse parse(String text, Method method) {
    var in = Unpooled.wrappedBuffer(Wire.octets(text));
    return Objects.requireNonNull(
        new ResponseParser().parse(in, new HeadProgress(), method), "incomplete");
  }
}
