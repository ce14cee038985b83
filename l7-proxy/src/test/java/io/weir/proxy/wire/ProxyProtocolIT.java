package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A header in front of the connection says who the client is, where it is to be believed. */
@ExtendWith(LeakWatch.class)
class ProxyProtocolIT {
  private static final String LINE = "PROXY TCP4 203.0.113.7 198.51.100.1 4711 8443\r\n";
  private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String REFUSED =
      "weir_failures_total{cause=\"bad-proxy-header\",fault=\"client\"}";

  /** 203.0.113.7:4711 connected to 198.51.100.1:8443, over TLS. */
  private static final byte[] BLOCK = {
    0x0d,
    0x0a,
    0x0d,
    0x0a,
    0x00,
    0x0d,
    0x0a,
    0x51,
    0x55,
    0x49,
    0x54,
    0x0a,
    0x21,
    0x11,
    0,
    20,
    (byte) 203,
    0,
    113,
    7,
    (byte) 198,
    51,
    100,
    1,
    0x12,
    0x67,
    0x20,
    (byte) 0xfb,
    0x20,
    0,
    5,
    1,
    0,
    0,
    0,
    0
  };

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void theClientIsWhomTheLineNames() throws IOException {
    var origin = fromListed();

    proxy.client().send(LINE + GET).read();

    assertThat(origin.request().fields("X-Forwarded-For")).containsExactly("203.0.113.7");
    assertThat(origin.request().fields("X-Forwarded-Port")).containsExactly("8443");
    assertThat(origin.request().fields("X-Forwarded-Proto")).containsExactly("http");
  }

  @Test
  void theClientIsWhomTheBlockNames() throws IOException {
    var origin = fromListed();

    proxy.client().send(BLOCK).send(GET).read();

    assertThat(origin.request().fields("X-Forwarded-For")).containsExactly("203.0.113.7");
    assertThat(origin.request().fields("X-Forwarded-Proto")).containsExactly("https");
  }

  @Test
  void everyOctetMayComeByItself() throws IOException {
    var origin = fromListed();
    var client = proxy.client();

    for (byte octet : BLOCK) {
      client.send(new byte[] {octet});
    }
    var first = client.send(GET).read();
    var second = client.send(GET).read();

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(origin.requests())
        .hasSize(2)
        .allMatch(request -> request.fields("X-Forwarded-For").equals(List.of("203.0.113.7")));
  }

  @Test
  void aBalancerThatLooksWhetherWeirIsAliveIsItself() throws IOException {
    var origin = fromListed();
    var local = BLOCK.clone();
    local[12] = 0x20;

    proxy.client().send(local).send(GET).read();

    assertThat(origin.request().fields("X-Forwarded-For")).containsExactly("127.0.0.1");
  }

  @Test
  void anUnknownConnectionIsThePeersOwn() throws IOException {
    var origin = fromListed();

    proxy.client().send("PROXY UNKNOWN\r\n" + GET).read();

    assertThat(origin.request().fields("X-Forwarded-For")).containsExactly("127.0.0.1");
  }

  @Test
  void aListedPeerWithoutAHeaderIsClosedAndCounted() throws IOException {
    var origin = fromListed();

    var answer = proxy.client().send(GET).toEnd();

    assertThat(answer).isIn("", "<reset>");
    assertThat(origin.accepted()).isZero();
    Eventually.holds(() -> "found no refusal counted", () -> proxy.gauge(REFUSED) == 1);
  }

  @Test
  void aListedPeerThatStopsInItsHeaderIsClosedInTime() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { proxy-protocol from 127.0.0.1; timeout header 200ms }\n"
            + "host * { route /** { respond 200 } }");

    var answer = proxy.client().send("PROXY TCP4 203.0").toEnd();

    assertThat(answer).isIn("", "<reset>");
    Eventually.holds(() -> "found no refusal counted", () -> proxy.gauge(REFUSED) == 1);
  }

  @Test
  void aListedPeerThatOnlyConnectsIsNotCounted() throws IOException {
    fromListed();

    var answer = proxy.client().halfClose().toEnd();

    assertThat(answer).isEmpty();
    assertThat(proxy.gauge(REFUSED)).isZero();
  }

  @Test
  void theHeaderOfAPeerThatIsNotListedIsNoRequest() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { proxy-protocol from 192.0.2.0/24 }\n"
            + "host * { route /** { respond 200 } }");

    var plain = proxy.client().send(GET).read();
    var forged = proxy.client().send(LINE + GET).read();

    assertThat(plain.status()).isEqualTo(200);
    assertThat(forged.status()).isEqualTo(400);
  }

  @Test
  void accessRulesAndTrustSeeWhomTheHeaderNames() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.start(
        "listen 127.0.0.1:0 { proxy-protocol from 127.0.0.1 }\ntrusted 203.0.113.7\n"
            + "deny 192.0.2.66\n"
            + ProxyFixture.toAll(origin.at()));

    var denied = proxy.client().send("PROXY TCP4 192.0.2.66 1.1.1.1 1 2\r\n" + GET).read().status();
    var behind =
        proxy
            .client()
            .send(LINE + GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 192.0.2.66\r\n\r\n"))
            .read()
            .status();

    assertThat(denied).isEqualTo(403);
    assertThat(behind).isEqualTo(403);
    assertThat(origin.accepted()).isZero();
  }

  @Test
  void octetsBehindTheHeaderAreHeldToTheRulesOfHttp() throws IOException {
    fromListed();

    var twice = proxy.client().send(LINE + LINE + GET).read();

    assertThat(twice.status()).isEqualTo(400);
  }

  @Test
  void aReloadChangesWhoMustSendAHeader() throws IOException {
    fromListed();
    proxy.apply("listen 127.0.0.1:0\nhost * { route /** { respond 200 } }");

    var reply = proxy.client().send(GET).read();

    assertThat(reply.status()).isEqualTo(200);
  }

  private FakeOrigin fromListed() {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.start(
        "listen 127.0.0.1:0 { proxy-protocol from 127.0.0.1 }\n" + ProxyFixture.toAll(origin.at()));
    return origin;
  }
}
