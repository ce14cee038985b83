package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers and what passes when a client limits how far a request goes: RFC 9110 7.6.2. */
@ExtendWith(LeakWatch.class)
class MaxForwardsIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final FakeOrigin origin = FakeOrigin.replying(FakeOrigin.ok("theirs"));

  private RawClient asking(String method, String value) throws IOException {
    return proxy
        .client()
        .send(method + " / HTTP/1.1\r\nHost: x\r\nMax-Forwards: " + value + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00"})
  void answersOptionsThatMayGoNoFurther(String value) throws IOException {
    proxy.to(proxy.closing(origin));

    var reply = asking("OPTIONS", value).read();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.field("Allow"))
        .hasValue("GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, QUERY");
    assertThat(reply.fields("Via")).isEmpty();
    assertThat(origin.received()).isZero();
  }

  @Test
  void namesTheMethodsOfTheRoute() throws IOException {
    proxy.closing(origin);
    proxy.start(
        ProxyFixture.toAll(origin.at()).replace("host * {", "host * { methods GET, OPTIONS;"));

    assertThat(asking("OPTIONS", "0").read().field("Allow")).hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void refusesToEchoATrace() throws IOException {
    proxy.to(proxy.closing(origin));

    var reply = asking("TRACE", "0").read();

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("Allow").orElseThrow()).startsWith("GET, HEAD").doesNotContain("TRACE");
    assertThat(origin.received()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS, 1, 0",
    "TRACE, 10, 9",
    "OPTIONS, 99999999999999999999, 999999",
    "OPTIONS, -1, -1",
    "OPTIONS, 1.5, 1.5",
    "GET, 0, 0",
    "POST, 3, 3",
  })
  void countsDownOnTheWayToTheServer(String method, String value, String expected)
      throws IOException {
    proxy.to(proxy.closing(origin));

    assertThat(asking(method, value).read().text()).isEqualTo("theirs");

    assertThat(origin.request().fields("Max-Forwards")).containsExactly(expected);
  }

  @Test
  void refusesConnectWithTheMethodsThatPass() throws IOException {
    proxy.to(proxy.closing(origin));

    var reply = proxy.client().send("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n").read();

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("Allow"))
        .hasValue("GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, QUERY");
  }
}
