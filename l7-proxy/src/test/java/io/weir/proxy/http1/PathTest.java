package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Underscores;
import io.weir.proxy.exchange.Target;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code docs/paths.md}. */
class PathTest {
  @ParameterizedTest
  @CsvSource({
    "/., /",
    "/./, /",
    "/a/., /a/",
    "/a/./b, /a/b",
    "/a/.., /",
    "/a/../, /",
    "/a/b/.., /a/",
    "/a/b/../../c, /c",
    "/a/b/../c/./d, /a/c/d",
    "/a/%2e%2e/b, /b",
    "/a/.%2E/b, /b",
    "/a/%2e/b, /a/b",
    "//, /",
    "//a, /a",
    "/a//b///c, /a/b/c",
    "/a//../b, /b",
    "/a//, /a/",
    "/%61%7Ab, /azb",
    "/%7euser, /~user",
    "/%41%30%2d%5f, /A0-_",
    "/caf%c3%a9, /caf%C3%A9",
    "/%e2%82%ac%f0%9f%98%80, /%E2%82%AC%F0%9F%98%80",
    "/a%20b%3f%23, /a%20b%3F%23",
    "/a|b, /a%7Cb",
    "/[id]^, /%5Bid%5D%5E",
    "/a%3bx, /a%3Bx",
    "/a/./b;v=1, /a/b;v=1",
    "/a%252e, /a%252e",
    "/a%2E%2E, /a..",
    "/a/b%2c%3a%40, /a/b%2C%3A%40",
  })
  void bringsAPathIntoItsOneForm(String path, String normal) {
    var target = parse(path + "?q=../%2e//x");

    assertThat(target.path()).isEqualTo(normal);
    assertThat(target.query()).isEqualTo("?q=../%2e//x");
    assertThat(parse(normal).path()).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/",
        "/a.b/..c/d../...",
        "/a/.b",
        "/-._~!$&'()*+,=:@",
        "/login;jsessionid=1",
        "/a/;",
        "/caf%C3%A9%20",
        "/a%25%3B%7C"
      })
  void leavesANormalPathWhereItIs(String path) {
    var target = parse(path);

    assertThat(target.path()).isEqualTo(path);
    assertThat(target.pathStart()).isEqualTo("GET ".length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?",
        "??",
        "?a=/b?c",
        "?a=%",
        "?a=%zz&b=%00",
        "?|{}[]^`\\\"",
        "?-._~!$&'()*+,;=:@",
        "?%2F.."
      })
  void leavesAQueryAsItIs(String query) {
    assertThat(parse("/a/../b" + query).query()).isEqualTo(query);
    assertThat(parse("/b" + query).query()).isEqualTo(query);
  }

  @ParameterizedTest
  @CsvSource({
    "/a%2fb, /a%2Fb",
    "/a%2F, /a%2F",
    "/%2Fa, /%2Fa",
    "/a%2F%2Fb/c, /a%2F%2Fb/c",
    "/a/../b%2fc, /b%2Fc",
    "/a%2Fb/../c, /c",
    "/a%2f...%2fb, /a%2F...%2Fb",
    "/a%2Fb;c, /a%2Fb;c",
  })
  void keepsAnEncodedSlashInItsSegmentWhereItMayPass(String path, String normal) {
    assertThat(parse(path, PASSING).path()).isEqualTo(normal);
    assertThat(parse(normal, PASSING).path()).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2f..",
        "/a%2F../b",
        "/..%2fa",
        "/a/..%2Fb",
        "/%2e%2e%2fa",
        "/a%2f%2e%2e%2fb",
        "/.%2fa",
        "/a%2f.",
        "/a%2f..;b",
        "/a;b%2fc",
        "/a%3bb%2fc",
        "/a%5cb",
        "/a%2f%00"
      })
  void refusesAWayUpBesideAnEncodedSlash(String path) {
    assertThatThrownBy(() -> parse(path, PASSING)).isInstanceOf(ProxyFailure.class);
  }

  private static final ClientLimits PASSING =
      new ClientLimits(
          Duration.ZERO,
          Duration.ZERO,
          1,
          Duration.ZERO,
          32 << 10,
          8 << 10,
          100,
          Underscores.DROP,
          true);

  private static Target parse(String target) {
    return parse(target, ClientLimits.DEFAULT);
  }

  private static Target parse(String target, ClientLimits limits) {
    var in = Unpooled.wrappedBuffer(Wire.octets("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    var parser = new RequestParser();
    return Objects.requireNonNull(parser.parse(in, new HeadProgress(), limits, false), "incomplete")
        .target();
  }
}
