package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.ClientLimits;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a request's host or target may be wrong. */
class TargetRefusalTest {
  private static final String LINE = "GET / HTTP/1.1\r\n";
  private static final String HOST = "Host: a\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "a:",
        "a:0",
        "a:65536",
        "a:+80",
        "a:8o",
        "a:080808",
        "a:80:80",
        "a b",
        "a,b",
        "a/b",
        "a?b",
        "u@a",
        "u:p@a",
        "a%41",
        "%61",
        "a..b",
        ".a",
        ".",
        "..",
        "a..",
        "a;b",
        "a!b",
        "a\"b",
        "a\\b",
        "\u00e9",
        "[::1",
        "::1",
        "[]",
        "[::1]80",
        "[::1]:",
        "[::1]:x",
        "[1]",
        "[::1%25eth0]",
        "[::1%eth0]",
        "[v1.a]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[1::2::3]",
        "[:1]",
        "[1:]",
        "[12345::]",
        "[::1.2.3]",
        "[::1.2.3.256]",
        "[::1.2.3.04]",
        "[1:2:3:4:5:6:7:1.2.3.4]",
        "[::g]",
        "[:::]",
        "[127.0.0.1]",
        "http://a",
        "a\tb",
        "*",
        "a*"
      })
  void refusesAnInvalidHost(String host) {
    var outcome = parse(LINE + "Host: " + host + "\r\n\r\n");

    assertThat(outcome).startsWith("BAD_HOST: found ").contains("; expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1||",
        "GET / HTTP/1.1|X: a||",
        "GET / HTTP/1.1|Host: a|Host: a||",
        "GET / HTTP/1.0|Host: a|Host: b||",
        "GET / HTTP/1.0|Host:||",
        "GET http://a/ HTTP/1.1||",
        "GET http://a/ HTTP/1.1|Host: b||",
        "GET http://a/ HTTP/1.1|Host: a:81||",
        "GET http://a:81/ HTTP/1.1|Host: a||",
        "GET http://[::1]/ HTTP/1.1|Host: ::1||",
        "GET http://a/ HTTP/1.1|Host: a b||"
      })
  void refusesAHostThatIsMissingOrContradicted(String lines) {
    var outcome = parse(lines.replace("|", "\r\n"));

    assertThat(outcome).startsWith("BAD_HOST: found ").contains("; expected ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "*",
        "**",
        "*/",
        "?a",
        "#",
        "/#a",
        "/a?b#c",
        "/a b",
        " /",
        "/ ",
        "/a\u00e9",
        "/?\u00e9",
        "/<",
        "/a>b",
        "/a\"b",
        "/a\\b",
        "/a`b",
        "/{a}",
        "/a?<b>",
        "ftp://a/",
        "http:/a",
        "http:a",
        "http://",
        "http:///a",
        "https://",
        "http://u@a/",
        "http://u:p@a/",
        "http://a:x/",
        "http://a:0/",
        "http://a%2eb/",
        "http://[::1/",
        "http://a#b",
        "//a/../..",
        "a:80",
        "javascript:alert(1)",
        "https://a/",
        "/%",
        "/%2",
        "/%zz",
        "/a%4",
        "/%u002e",
        "/%00",
        "/a%00b",
        "/%0d%0a",
        "/%1f",
        "/%7f",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a%5C",
        "/..",
        "/../a",
        "/a/../..",
        "/%2e%2e",
        "/a/..%2f",
        "/./..",
        "/..;/a",
        "/a/..;",
        "/.;/a",
        "/a/.;x",
        "/%2e%2e;/a",
        "/a/%2e.;x",
        "/a;x/b",
        "/;/a",
        "/a%3bx/b",
        "/..%3B",
        "/%c0%ae",
        "/%C0%AF",
        "/%e0%80%af",
        "/%f0%80%80%af",
        "/%ed%a0%80",
        "/%f4%90%80%80",
        "/%f5%80%80%80",
        "/%80",
        "/%c3",
        "/%c3/%a9",
        "/%c3a",
        "/%e2%82",
        "/%e2%82a",
        "/%ff"
      })
  void refusesAnInvalidTarget(String target) {
    var outcome = parse("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");

    assertThat(outcome).startsWith("BAD_TARGET: found ").contains("; expected ");
  }

  private static String parse(String text) {
    return Wire.request(Wire.octets(text), List.of(), ClientLimits.DEFAULT);
  }
}
