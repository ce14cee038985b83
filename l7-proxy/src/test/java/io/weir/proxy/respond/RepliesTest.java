package io.weir.proxy.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Edge;
import io.weir.dsl.model.Terminal;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
  @Test
  void answersEachRequestWithTheWholeText() {
    var fixed = FixedReply.of(new Terminal.Respond(404, "no süch site\n"));

    var first = fixed.proceed(Requests.get("http://h/").exchange()).result();
    first.body().discard();
    var second = fixed.proceed(Requests.get("http://h/").exchange()).result();

    assertThat(second.status()).isEqualTo(404);
    assertThat(second.isLocal()).isTrue();
    assertThat(second.head().fields().values("content-type"))
        .containsExactly("text/plain; charset=utf-8");
    assertThat(content(second)).isEqualTo("no süch site\n");
    assertThat(second.body().length()).isEqualTo(14);
  }

  @Test
  void sendsOneTextToManyClientsAtTheirOwnPace() {
    var fixed = FixedReply.of(new Terminal.Respond(200, "abc"));
    var slow = ((Body.Whole) fixed.reply().body()).content();
    var fast = ((Body.Whole) fixed.reply().body()).content();

    fast.skipBytes(3);
    fast.release();

    assertThat(slow.toString(StandardCharsets.UTF_8)).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void sendsNoContentWhereThereIsNone(int status) {
    var reply = FixedReply.of(new Terminal.Respond(status, "text")).reply();

    assertThat(reply.body()).isEqualTo(Body.EMPTY);
    assertThat(reply.head().fields().count()).isZero();
  }

  @Test
  void redirectsToWhatTheTemplateMakes() {
    var redirect =
        new RedirectReply(301, exchange -> Octets.of("/x" + exchange.request().target().path()));

    var reply = redirect.proceed(Requests.get("http://h/a").exchange()).result();

    assertThat(reply.status()).isEqualTo(301);
    assertThat(reply.head().fields().values("location")).containsExactly("/x/a");
    assertThat(reply.body()).isEqualTo(Body.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "http://shop.example.com/a/b?c=d, https://shop.example.com/a/b?c=d",
    "http://shop.example.com/, https://shop.example.com/",
    "http://::1/x, https://[::1]/x",
    "http://h//evil.example/, https://h//evil.example/",
    "http://h*, https://h",
  })
  void redirectsToTheSameUrlUnderHttps(String url, String expected) {
    var reply = new HttpsRedirect().proceed(Requests.get(url).exchange()).result();

    assertThat(reply.status()).isEqualTo(308);
    assertThat(reply.head().fields().values("location")).containsExactly(expected);
  }

  @Test
  void refusesToRedirectARequestWithoutAHost() {
    var reply = new HttpsRedirect().proceed(Requests.get("http:///a").exchange());

    assertThat(((ProxyFailure) reply.cause()).why()).isEqualTo(Cause.BAD_HOST);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void namesTheStatusOfACauseAndNothingElse(Cause cause) {
    var reply = new ErrorReplies(Edge.DEFAULT).of(new ProxyFailure(cause, "10.0.0.7 refused"));

    assertThat(reply.status()).isEqualTo(cause.status());
    assertThat(content(reply)).matches(cause.status() + " [A-Z][A-Za-z ]+\n");
    assertThat(reply.head().fields().values("proxy-status")).isEmpty();
  }

  @Test
  void asksToComeBackWhenThereIsNoServerJustNow() {
    var reply = new ErrorReplies(Edge.DEFAULT).of(Cause.NO_SERVER);

    assertThat(reply.head().fields().values("retry-after")).containsExactly("1");
  }

  @Test
  void saysWhichMethodsAreAllowedWhenOneIsNot() {
    var reply = new ErrorReplies(Edge.DEFAULT).of(Cause.METHOD_REFUSED);

    assertThat(reply.head().fields().values("allow"))
        .containsExactly("GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, QUERY");
  }

  @ParameterizedTest
  @CsvSource({
    "edge-1, CONNECT_REFUSED, edge-1; error=connection_refused",
    "edge-1, UPSTREAM_TIMEOUT, edge-1; error=http_response_timeout",
    "edge-1, NO_FILE, edge-1",
    "1edge, INTERNAL, '\"1edge\"; error=proxy_internal_error'",
  })
  void tellsItsProxyStatusIfTheEdgeWantsThat(String name, Cause cause, String expected) {
    var edge =
        new Edge(
            Optional.of(name),
            false,
            true,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Optional.empty());

    var reply = new ErrorReplies(edge).of(cause);

    assertThat(reply.head().fields().values("Proxy-Status")).isEqualTo(List.of(expected));
  }

  private static String content(Reply reply) {
    return ((Body.Whole) reply.body()).content().toString(StandardCharsets.UTF_8);
  }
}
