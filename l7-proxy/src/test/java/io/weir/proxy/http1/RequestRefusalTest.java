package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Underscores;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a request head may be wrong, and the cause it is refused with. */
class RequestRefusalTest {
  private static final String LINE = "GET / HTTP/1.1\r\n";
  private static final String HOST = "Host: a\r\n";

  /** 64 octets for a line, 256 for a head, 4 field lines. */
  private static final ClientLimits TIGHT =
      new ClientLimits(
          Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, 256, 64, 4, Underscores.DROP, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /\\r\\n",
        "GET / \\r\\n",
        "GET\\t/ HTTP/1.1\\r\\n",
        "GET /\\tHTTP/1.1\\r\\n",
        "GET / HTTP/1.1 \\r\\n",
        "GET / HTTP/1.1\\t\\r\\n",
        " GET / HTTP/1.1\\r\\n",
        "\\tGET / HTTP/1.1\\r\\n",
        "GET HTTP/1.1\\r\\n",
        "GET  HTTP/1.1\\r\\n",
        "GET / http/1.1\\r\\n",
        "GET / HTTP/1\\r\\n",
        "GET / HTTP/1.10\\r\\n",
        "GET / HTTP/11\\r\\n",
        "GET / HTTP/1,1\\r\\n",
        "GET / HTTP/+1.1\\r\\n",
        "GET / HTTP 1.1\\r\\n",
        "GET / HTTQ/1.1\\r\\n",
        "GET / HTTP/a.1\\r\\n",
        "HTTP/1.1\\r\\n",
        "GET\\r\\n",
        "G(T / HTTP/1.1\\r\\n",
        "G\u00c9T / HTTP/1.1\\r\\n",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1\\r\\n",
        "GET / HTTP/1.1\\n",
        "GET / HTTP/1.1\\rX",
        "GET /\\0 HTTP/1.1\\r\\n",
        "GET /\\x1b",
        "GET /\\x7f",
        "(",
        "\\0",
        "\\n",
        "\\rG",
        "\u0016\u0003\u0001",
        "\\r\\n\\r\\n\\r\\n",
        "GET / HTTP/1.1\\r\\n\\n",
        "GET / HTTP/1.1\\r\\n\\rX"
      })
  void refusesAMalformedRequestLine(String escaped) {
    var outcome = parse(unescaped(escaped));

    assertThat(outcome).startsWith("BAD_REQUEST: found ").contains("; expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Name : x\\r\\n",
        "Name\\t: x\\r\\n",
        ": x\\r\\n",
        "Name\\r\\n",
        "\\x20X: folded\\r\\n",
        "\\tX: folded\\r\\n",
        "\\x20\\r\\n",
        "Na(me: x\\r\\n",
        "Na\u00e9me: x\\r\\n",
        "\u00e9: x\\r\\n",
        "Name: x\\n",
        "Name: x\\ry",
        "Name: x\\r\\r\\n",
        "Name: x\\0y",
        "Name: x\\x01",
        "Name: \\x0b",
        "Name: x\\x7f",
        "Name\\0: x",
        "Na\\nme: x\\r\\n",
        "Na\\rme: x\\r\\n"
      })
  void refusesAMalformedFieldLine(String escaped) {
    var outcome = parse(LINE + HOST + unescaped(escaped));

    assertThat(outcome).startsWith("BAD_REQUEST: found ").contains("; expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 0",
        "Content-Length: 5|Content-Length: 5",
        "Content-Length: 5|content-length: 6",
        "Content-Length: 5, 5",
        "Content-Length: 5,",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 5 5",
        "Content-Length: 0x5",
        "Content-Length: 5_0",
        "Content-Length: 5.0",
        "Content-Length: 1e3",
        "Content-Length: '5'",
        "Content-Length: \u00b2",
        "Content-Length:",
        "Content-Length: 9223372036854775808",
        "Content-Length: 18446744073709551621",
        "Content-Length: 99999999999999999999999",
        "Transfer-Encoding:",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: ,chunked",
        "Transfer-Encoding: chunked,",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunkedx",
        "Transfer-Encoding: chunk",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: chunked ;",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: 'chunked'",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Transfer-Encoding: identity|Transfer-Encoding: chunked",
        "Transfer-Encoding: \u00a0chunked"
      })
  void refusesAmbiguousFraming(String lines) {
    var outcome = parse(LINE + HOST + lines.replace("|", "\r\n") + "\r\n\r\n");

    assertThat(outcome).startsWith("BAD_FRAMING: found ").contains("; expected ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "identity", "gzip, chunked"})
  void refusesTransferEncodingInHttp10(String coding) {
    var outcome = parse("POST / HTTP/1.0\r\nTransfer-Encoding: " + coding + "\r\n\r\n");

    assertThat(outcome).startsWith("BAD_FRAMING: found Transfer-Encoding in HTTP/1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/3.0", "HTTP/9.9", "HTTP/0.1"})
  void refusesOtherVersions(String version) {
    var outcome = parse("GET / " + version + "\r\n");

    assertThat(outcome).startsWith("VERSION_REFUSED: found version '" + version + "'; expected ");
  }

  @ParameterizedTest
  @CsvSource({
    "PRI * HTTP/2.0|, VERSION_REFUSED",
    "CONNECT a:80 HTTP/1.1|, METHOD_REFUSED",
    "CONNECT / HTTP/1.1|, METHOD_REFUSED",
    "CONNECT a:80 HTTP/1.0|, METHOD_REFUSED",
    "GET / HTTP/1.1|Host: a|Expect: 200-ok||, EXPECTATION_FAILED",
    "GET / HTTP/1.1|Host: a|Expect:||, EXPECTATION_FAILED",
    "GET / HTTP/1.0|Expect: x||, EXPECTATION_FAILED",
    "GET / HTTP/1.1|Host: a|Expect: 100-continue|Expect: x||, EXPECTATION_FAILED",
  })
  void refusesWhatItDoesNotServe(String lines, String cause) {
    var outcome = parse(lines.replace("|", "\r\n"));

    assertThat(outcome).startsWith(cause + ": found ").contains("; expected ");
  }

  @ParameterizedTest
  @CsvSource({
    // A request line of 64 octets and its CRLF, then the same without an end in sight.
    "51, '', TARGET_TOO_LONG",
    "300, '', TARGET_TOO_LONG",
    "1, 62, HEAD_TOO_LARGE",
    "1, 300, HEAD_TOO_LARGE",
    "1, '40,40,40,40,40', HEAD_TOO_LARGE",
    "40, '58,58,58,20', HEAD_TOO_LARGE",
  })
  void refusesWhatIsOverTheLimits(int pathLength, String valueLengths, String cause) {
    var head = new StringBuilder("GET /" + "a".repeat(pathLength - 1) + " HTTP/1.1\r\n");
    for (var length : valueLengths.isEmpty() ? new String[0] : valueLengths.split(",")) {
      head.append("X: ").append("a".repeat(Integer.parseInt(length))).append("\r\n");
    }

    assertThat(parse(head + "\r\n", TIGHT)).startsWith(cause + ": found ");
    assertThat(byteByByte(head + "\r\n", TIGHT)).isEqualTo(parse(head + "\r\n", TIGHT));
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 1000, 100_000})
  void refusesALineWithoutEndOnceItIsTooLong(int length) {
    assertThat(parse("GET /" + "a".repeat(length), TIGHT)).startsWith("TARGET_TOO_LONG");
    assertThat(parse(LINE + "X: " + "a".repeat(length), TIGHT)).startsWith("HEAD_TOO_LARGE");
  }

  private static String parse(String text) {
    return parse(text, ClientLimits.DEFAULT);
  }

  private static String parse(String text, ClientLimits limits) {
    return Wire.request(Wire.octets(text), List.of(), limits);
  }

  private static String byteByByte(String text, ClientLimits limits) {
    return Wire.request(Wire.octets(text), Collections.nCopies(text.length(), 1), limits);
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\0")
        .replace("\\x01", "\u0001")
        .replace("\\x0b", "\u000b")
        .replace("\\x1b", "\u001b")
        .replace("\\x20", " ")
        .replace("\\x7f", "\u007f");
  }
}
