package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Underscores;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RequestParserTest {
  private static final String HOST = "Host: shop.example.com\r\n";

  @Test
  void readsABrowsersHeadWithoutCopyingTheTarget() {
    var text =
        "GET /static/app.js?v=3&x[]=1 HTTP/1.1\r\nHost: shop.example.com:8080\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept-Encoding:gzip, br \t\r\n"
            + "X-Empty:\r\nX-Text: caf\u00e9\tau lait\r\n\r\n";

    var head = parse(text);

    assertThat(head.method()).isEqualTo(Method.GET);
    assertThat(head.methodText()).isEqualTo("GET");
    assertThat(head.minorVersion()).isEqualTo(1);
    assertThat(head.bodyLength()).isZero();
    assertThat(head.keepsAlive()).isTrue();
    assertThat(head.expectsContinue()).isFalse();
    assertThat(head.upgrade()).isFalse();
    assertThat(head.bytes()).isEqualTo(text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(head.target().bytes()).isSameAs(head.bytes());
    assertThat(head.target().host()).isEqualTo("shop.example.com");
    assertThat(head.target().port()).isEqualTo(8080);
    assertThat(head.target().path()).isEqualTo("/static/app.js");
    assertThat(head.target().query()).isEqualTo("?v=3&x[]=1");
    assertThat(head.fields().count()).isEqualTo(5);
    assertThat(head.fields().value(FieldName.ACCEPT_ENCODING)).isEqualTo("gzip, br");
    assertThat(head.fields().values("x-empty")).containsExactly("");
    assertThat(head.fields().values("x-text")).containsExactly("caf\u00e9\tau lait");
  }

  @Test
  void leavesWhatFollowsTheHeadInTheBuffer() {
    var in =
        Unpooled.copiedBuffer("GET / HTTP/1.1\r\n" + HOST + "\r\nGET ", StandardCharsets.US_ASCII);

    var head = new RequestParser().parse(in, new HeadProgress(), ClientLimits.DEFAULT, false);

    assertThat(head).isNotNull();
    assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("GET ");
  }

  @Test
  void putsTheHostInLowerCaseAndLeavesOutTheRootsDot() {
    var head = parse("GET /A HTTP/1.1\r\nHost: Shop.Example.COM.:80\r\n\r\n");

    assertThat(head.target().host()).isEqualTo("shop.example.com");
    assertThat(head.target().path()).isEqualTo("/A");
    assertThat(head.fields().value(FieldName.HOST)).isEqualTo("Shop.Example.COM.:80");
  }

  @Test
  void takesIpv6HostsOutOfTheirBrackets() {
    var head = parse("GET / HTTP/1.1\r\nHost: [2001:DB8::1]:443\r\n\r\n");

    assertThat(head.target().host()).isEqualTo("2001:db8::1");
    assertThat(head.target().port()).isEqualTo(443);
  }

  @Test
  void takesTheHostOfAnAbsoluteTarget() {
    var head =
        parse("GET HTTP://Shop.example.com/a/../b?c HTTP/1.1\r\nHost: shop.example.com:80\r\n\r\n");

    assertThat(head.target().host()).isEqualTo("shop.example.com");
    assertThat(head.target().port()).isEqualTo(-1);
    assertThat(head.target().path()).isEqualTo("/b");
    assertThat(head.target().query()).isEqualTo("?c");
  }

  @Test
  void givesAnAbsoluteTargetWithoutPathTheRoot() {
    var head = parse("GET http://shop.example.com?c HTTP/1.1\r\n" + HOST + "\r\n");

    assertThat(head.target().path()).isEqualTo("/");
    assertThat(head.target().query()).isEqualTo("?c");
  }

  @Test
  void takesOptionsOfAnAbsoluteTargetWithoutPathAsServerWide() {
    var head = parse("OPTIONS http://shop.example.com HTTP/1.1\r\n" + HOST + "\r\n");

    assertThat(head.target().isServerWide()).isTrue();
  }

  @Test
  void takesOptionsStarAsServerWide() {
    var head = parse("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");

    assertThat(head.target().isServerWide()).isTrue();
    assertThat(head.target().host()).isEqualTo("shop.example.com");
  }

  @Test
  void takesHttp10WithoutHost() {
    var head = parse("GET /a HTTP/1.0\r\n\r\n");

    assertThat(head.minorVersion()).isZero();
    assertThat(head.target().host()).isEmpty();
    assertThat(head.target().port()).isEqualTo(-1);
    assertThat(head.fields().count()).isZero();
    assertThat(head.keepsAlive()).isFalse();
  }

  @Test
  void keepsHttp10AliveOnlyIfAsked() {
    assertThat(parse("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keepsAlive()).isTrue();
    assertThat(parse("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n").keepsAlive())
        .isFalse();
  }

  @Test
  void keepsHttp11AliveUnlessToldToClose() {
    assertThat(withFields("Connection: te, Close\r\n").keepsAlive()).isFalse();
    assertThat(withFields("Connection: x\r\nConnection:\tclose\r\n").keepsAlive()).isFalse();
    assertThat(withFields("Connection: closed\r\n").keepsAlive()).isTrue();
  }

  @Test
  void takesALaterMinorVersionAs11() {
    assertThat(parse("GET / HTTP/1.7\r\n" + HOST + "\r\n").minorVersion()).isEqualTo(1);
  }

  @Test
  void readsTheLengthOfTheBody() {
    assertThat(withFields("Content-Length: 0\r\n").bodyLength()).isZero();
    assertThat(withFields("content-length:\t42 \r\n").bodyLength()).isEqualTo(42);
    assertThat(withFields("Content-Length: 9223372036854775807\r\n").bodyLength())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(withFields("Transfer-Encoding: Chunked\r\n").bodyLength())
        .isEqualTo(Framing.CHUNKED);
  }

  @Test
  void seesAnUpgradeOnlyIfBothFieldsAskForIt() {
    assertThat(withFields("Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n").upgrade())
        .isTrue();
    assertThat(withFields("Upgrade: websocket\r\n").upgrade()).isFalse();
    assertThat(withFields("Connection: upgrade\r\nUpgrade:\r\n").upgrade()).isFalse();
    assertThat(
            parse("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n").upgrade())
        .isFalse();
  }

  @Test
  void seesAnExpectationOnlyFromHttp11() {
    assertThat(withFields("Expect: 100-Continue\r\n").expectsContinue()).isTrue();
    assertThat(parse("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expectsContinue()).isFalse();
  }

  @Test
  void bearsTwoEmptyLinesBeforeARequest() {
    assertThat(parse("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").methodText()).isEqualTo("GET");
  }

  @Test
  void leavesFieldsWithUnderscoresOut() {
    var head = withFields("X_User: root\r\nContent_Length: 5\r\nX-User: me\r\n");

    assertThat(head.fields().count()).isEqualTo(2);
    assertThat(head.fields().values("x-user")).containsExactly("me");
    assertThat(head.fields().values("x_user")).isEmpty();
  }

  @Test
  void passesOrRefusesFieldsWithUnderscoresIfTold() {
    var text = "GET / HTTP/1.1\r\n" + HOST + "X_User: root\r\n\r\n";

    var passed = parse(text, limits(8192, 100, Underscores.PASS));

    assertThat(passed.fields().values("x_user")).containsExactly("root");
    assertThatThrownBy(() -> parse(text, limits(8192, 100, Underscores.REFUSE)))
        .hasMessage("found field name 'X_User'; expected a name without underscores");
  }

  @Test
  void takesWhatIsJustWithinTheLimits() {
    var line = "X: " + "a".repeat(59) + "\r\n";
    var text = "GET /" + "a".repeat(48) + " HTTP/1.1\r\n" + line + "Host: a\r\n\r\n";

    var head = parse(text, new Limits(text.length(), 64, 2).limits());

    assertThat(line).hasSize(64);
    assertThat(head.fields().count()).isEqualTo(2);
  }

  private record Limits(int head, int line, int fields) {
    ClientLimits limits() {
      return new ClientLimits(
          Duration.ZERO,
          Duration.ZERO,
          1,
          Duration.ZERO,
          head,
          line,
          fields,
          Underscores.DROP,
          false);
    }
  }

  private static ClientLimits limits(int line, int fields, Underscores underscores) {
    return new ClientLimits(
        Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, 32768, line, fields, underscores, false);
  }

  private static RequestHead withFields(String fields) {
    return parse("POST / HTTP/1.1\r\n" + HOST + fields + "\r\n");
  }

  private static RequestHead parse(String text) {
    return parse(text, ClientLimits.DEFAULT);
  }

  private static RequestHead parse(String text, ClientLimits limits) {
    var in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    return Objects.requireNonNull(
        new RequestParser().parse(in, new HeadProgress(), limits, false), "incomplete");
  }
}
