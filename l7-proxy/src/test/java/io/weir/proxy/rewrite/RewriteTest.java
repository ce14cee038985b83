package io.weir.proxy.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriteTest {
  private static final Next OK =
      _ ->
          Future.succeededFuture(Reply.upstream(ResponseHead.of(200, FieldLines.NONE), Body.EMPTY));

  @ParameterizedTest
  @CsvSource({
    "/v1/{**}, /u/1/a/b, /v1/a/b",
    "/v1/{**}, /u/1/a?x=1, /v1/a?x=1",
    "/v1/{**}, /u/1/a?, /v1/a?",
    "/v1/{**}?id={id}, /u/7/a?x=1, /v1/a?id=7",
    "/v1{query}, /u/7/a?x=1, /v1?x=1",
    "/fixed, /u/1/, /fixed",
    "/{**}, /u/1//evil, /evil",
    "/{**}, /u/1/, /",
    "/a#b, /u/1/, /a%23b",
    "/a..b/..., /u/1/, /a..b/...",
    "/x?p=/../y, /u/1/, /x?p=/../y",
    "/a/%2{**}, /u/1/e/b, /a/%252e/b",
  })
  void sendsAnotherTargetUpstream(String template, String path, String expected) {
    var exchange = exchange(path);

    var reply = apply(template, exchange);

    assertThat(reply.succeeded()).isTrue();
    assertThat(new String(exchange.upstreamTarget(), StandardCharsets.ISO_8859_1))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/.{**}, /u/1/",
    "/a/.{**}, /u/1/./x",
    "/a/.{**}/b, /u/1/;x",
    "/a/..{**}, /u/1/?q",
    "/a/%2e{**}, /u/1/",
    "/a/.%2E%3b{**}, /u/1/",
    "{id}, /u/1/",
  })
  void refusesATargetThatReachesOutside(String template, String path) {
    var exchange = exchange(path);

    var reply = apply(template, exchange);

    assertThat(reply.cause())
        .isInstanceOfSatisfying(
            ProxyFailure.class, failure -> assertThat(failure.why()).isEqualTo(Cause.BAD_TARGET));
    assertThat(exchange.upstreamTarget()).isNull();
  }

  @Test
  void isNotThereWithoutWork() {
    assertThat(Rewrite.of(Optional.empty(), Templates.PATH)).isEmpty();
  }

  private static Exchange exchange(String path) {
    return Templates.routed(Requests.get("http://h" + path));
  }

  private static Future<Reply> apply(String template, Exchange exchange) {
    var filter = Rewrite.of(Optional.of(Templates.template(template)), Templates.PATH);
    return filter.orElseThrow().apply(exchange, OK);
  }
}
