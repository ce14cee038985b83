package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections a listener takes in. */
@ExtendWith(LeakWatch.class)
class IntakeIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String SITE = "\nhost * { route /** { respond 200 \"ok\" } }";
  private static final String HALF = "GET / HTTP/1.1\r\n";
  private static final String REST = "Host: x\r\n\r\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aConnectionBeyondTheLimitWaitsUntilOneLeaves(int loops) throws IOException {
    proxy.start(loops, listen("limit connections 2") + SITE);
    var first = begun();
    begun();
    open(2);
    var third = proxy.client().get("/");
    Eventually.holds(() -> "found no pause", () -> pauses("connections") > 0);
    assertThat(open()).isEqualTo(2);

    first.reset();

    assertThat(third.read().status()).isEqualTo(200);
    assertThat(open()).isEqualTo(2);
  }

  @Test
  void aConnectionThatWaitsForARequestMakesRoom() throws IOException {
    proxy.start(listen("limit connections 2") + SITE);
    var atWork = begun();
    open(1);
    var idle = proxy.client().get("/");
    assertThat(idle.read().status()).isEqualTo(200);

    var third = proxy.client().get("/");

    assertThat(third.read().status()).isEqualTo(200);
    assertThat(idle.toEnd()).isEmpty();
    assertThat(proxy.gauge("weir_listener_evicted_total{")).isEqualTo(1);
    assertThat(atWork.send(REST).read().status()).isEqualTo(200);
  }

  @Test
  void aClientBeyondItsShareIsResetAndItsOthersStay() throws IOException {
    proxy.start(listen("limit connections 2 per client.ip") + SITE);
    var first = proxy.client();
    var second = proxy.client();
    open(2);

    var third = proxy.client();

    assertThat(third.toEnd()).isEqualTo("<reset>");
    assertThat(proxy.gauge("weir_listener_refused_total{")).isEqualTo(1);
    assertThat(first.get("/").read().status()).isEqualTo(200);
    assertThat(second.get("/").read().status()).isEqualTo(200);
  }

  @Test
  void howeverAConnectionEndsItsPlaceIsGivenBack() throws IOException {
    proxy.start(
        listen("limit connections 1 per client.ip; timeout header 100ms; keep-alive requests 1")
            + SITE);
    var timedOut = proxy.client().send(HALF);
    assertThat(timedOut.toEnd()).startsWith("HTTP/1.1 408");
    timedOut.close();
    open(0);
    var closed = proxy.client().get("/");
    assertThat(closed.toEnd()).startsWith("HTTP/1.1 200");
    closed.close();
    open(0);
    var malformed = proxy.client().send("GET\r\n\r\n");
    assertThat(malformed.toEnd()).startsWith("HTTP/1.1 400");
    malformed.close();
    open(0);
    proxy.client().send(HALF).reset();
    open(0);

    assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
    assertThat(proxy.gauge("weir_listener_refused_total{")).isZero();
  }

  @Test
  void aTunnelHoldsItsPlaceToItsEnd() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"));
    proxy.start(
        listen("limit connections 1 per client.ip") + "\n" + ProxyFixture.toAll(origin.at()));
    var tunnel =
        proxy
            .client()
            .send("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
    assertThat(tunnel.readHead()).startsWith("HTTP/1.1 101");

    assertThat(proxy.client().toEnd()).isEqualTo("<reset>");
    tunnel.reset();
    open(0);
  }

  @Test
  void behindAProxyItIsWhomTheHeaderNamesThatIsCounted() throws IOException {
    proxy.start(listen("proxy-protocol from 127.0.0.1; limit connections 1 per client.ip") + SITE);
    var one = proxy.client().send(header("203.0.113.7")).get("/");
    assertThat(one.read().status()).isEqualTo(200);
    var other = proxy.client().send(header("203.0.113.8")).get("/");
    assertThat(other.read().status()).isEqualTo(200);

    assertThat(proxy.client().send(header("203.0.113.7")).toEnd()).isEqualTo("<reset>");

    one.close();
    open(1);
    var next = proxy.client().send(header("203.0.113.7")).get("/");
    assertThat(next.read().status()).isEqualTo(200);
  }

  private static String header(String client) {
    return "PROXY TCP4 " + client + " 198.51.100.1 4711 8443\r\n";
  }

  @Test
  void fasterConnectionsThanMayComeWaitForTheirTurn() throws IOException {
    proxy.start(listen("limit accept 20r/s burst 2") + SITE);
    long began = System.nanoTime();

    for (int i = 0; i < 8; i++) {
      assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
    }

    // Two at once, then one every 50 ms.
    var took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(took).isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
    assertThat(pauses("rate")).isGreaterThan(0);
  }

  @Test
  void countsSurviveAReload() throws IOException {
    proxy.start(listen("limit connections 9 per client.ip") + SITE);
    proxy.client();
    var second = proxy.client();
    open(2);

    proxy.apply(listen("limit connections 2 per client.ip") + SITE);

    assertThat(proxy.client().toEnd()).isEqualTo("<reset>");
    second.reset();
    open(1);
    assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
  }

  @Test
  void aLimitThatIsRaisedLetsThoseInWhoWait() throws IOException {
    proxy.start(listen("limit connections 1") + SITE);
    begun();
    open(1);
    var waits = proxy.client().get("/");
    Eventually.holds(() -> "found no pause", () -> pauses("connections") > 0);

    proxy.apply(listen("limit connections 2") + SITE);

    assertThat(waits.read().status()).isEqualTo(200);
  }

  @Test
  void whoWaitsIsLetGoWhenTheProxyStops() throws IOException {
    proxy.start(listen("limit connections 1") + SITE);
    begun();
    open(1);
    var waiting = new ArrayList<RawClient>();
    for (int i = 0; i < 3; i++) {
      waiting.add(proxy.client());
    }
    Eventually.holds(() -> "found no pause", () -> pauses("connections") > 0);

    proxy.server().drain();

    for (var client : waiting) {
      assertThat(client.toEnd()).isEqualTo("<reset>");
    }
  }

  /** A client whose second request is being read, as the reply to its first one shows. */
  private RawClient begun() throws IOException {
    var client = proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n" + HALF);
    assertThat(client.read().status()).isEqualTo(200);
    return client;
  }

  private static String listen(String rules) {
    return "listen 127.0.0.1:0 { " + rules + " }";
  }

  private int open() {
    return (int) proxy.gauge("weir_listener_connections{");
  }

  private void open(int expected) {
    Eventually.holds(
        () -> "found " + open() + " connections; expected " + expected, () -> open() == expected);
  }

  private long pauses(String reason) {
    return proxy.gauge(
        "weir_listener_pauses_total{listener=\"127.0.0.1:0\",reason=\"" + reason + "\"}");
  }
}
