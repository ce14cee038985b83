package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests may be at hand at once, for a key or a route. */
@ExtendWith(LeakWatch.class)
class InFlightIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final Semaphore permits = new Semaphore(0);

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aClientBeyondItsShareIsRefusedUntilOneOfItsRequestsEnds(int loops) throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(loops, site(origin, "limit connections 2 per client.ip as few"));
    var first = ask(origin);
    var second = ask(origin);

    var third = proxy.client().get("/").read();
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.field("Retry-After")).isPresent();
    permits.release();
    Eventually.holds(() -> "none is done", () -> proxy.gauge("weir_requests_in_flight") == 1);
    permits.release(2);

    assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
    assertThat(first.read().status()).isEqualTo(200);
    assertThat(second.read().status()).isEqualTo(200);
    assertThat(proxy.gauge("weir_failures_total{cause=\"too-many-at-once\"")).isEqualTo(1);
    assertThat(proxy.gauge("weir_limit_requests_total{limit=\"few\",outcome=\"refused\"}"))
        .isEqualTo(1);
  }

  @Test
  void aRouteThatIsFullRefusesAndAnotherDoesNot() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\npolicy small { limit in-flight 1 }\nhost * {\n"
            + "route /a { use small; to web }\nroute /b { use small; to web }\n}");
    var first = proxy.client().get("/a");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);

    var refused = proxy.client().get("/a").read();
    permits.release(2);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.field("Retry-After")).isPresent();
    assertThat(proxy.client().get("/b").read().status()).isEqualTo(200);
    assertThat(first.read().status()).isEqualTo(200);
    assertThat(proxy.gauge("weir_failures_total{cause=\"route-full\",fault=\"edge\"}"))
        .isEqualTo(1);
  }

  @Test
  void whatOneLimitTookIsGivenBackWhenAnotherRefuses() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        site(
            origin,
            "limit connections 3 per client.ip as wide; limit connections 1 per query \"u\""));
    var first = proxy.client().get("/?u=1");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);

    for (int i = 0; i < 5; i++) {
      assertThat(proxy.client().get("/?u=1").read().status()).isEqualTo(429);
    }
    permits.release(3);

    assertThat(proxy.client().get("/?u=2").read().status()).isEqualTo(200);
    assertThat(first.read().status()).isEqualTo(200);
  }

  @Test
  void howeverARequestEndsItsPlaceIsGivenBack() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        "pool dead { server 127.0.0.1:1 }\n"
            + site(origin, "limit connections 1 per client.ip; body max 1k")
                .replace("route /**", "route /dead { to dead }\n route /**"));
    ask(origin).reset();
    free();
    assertThat(proxy.client().get("/dead").read().status()).isEqualTo(502);
    free();
    assertThat(
            proxy
                .client()
                .send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz")
                .read()
                .status())
        .isEqualTo(400);
    free();
    ask(origin).halfClose();
    free();
    permits.release(9);

    assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
  }

  @Test
  void aTunnelHoldsItsPlaceToItsEnd() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"));
    proxy.start(site(origin, "limit connections 1 per client.ip"));
    var tunnel = proxy.client().send(UPGRADE);
    assertThat(tunnel.readHead()).startsWith("HTTP/1.1 101");

    assertThat(proxy.client().send(UPGRADE).read().status()).isEqualTo(429);
    tunnel.reset();
    free();

    assertThat(proxy.client().send(UPGRADE).readHead()).startsWith("HTTP/1.1 101");
  }

  @Test
  void countsSurviveAReload() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(site(origin, "limit connections 9 per client.ip as few"));
    var first = ask(origin);

    proxy.apply(site(origin, "limit connections 1 per client.ip as few"));

    assertThat(proxy.client().get("/").read().status()).isEqualTo(429);
    permits.release(2);
    assertThat(first.read().status()).isEqualTo(200);
    free();
    assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
  }

  @Test
  void aDryRunCountsAndLetsPass() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(site(origin, "limit connections 1 per client.ip as few dry-run"));
    var first = ask(origin);
    var second = ask(origin);

    permits.release(2);

    assertThat(first.read().status()).isEqualTo(200);
    assertThat(second.read().status()).isEqualTo(200);
    assertThat(proxy.gauge("weir_limit_requests_total{limit=\"few\",outcome=\"dry-run\"}"))
        .isEqualTo(1);
  }

  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";

  private static String site(FakeOrigin origin, String limits) {
    return "pool web { server "
        + origin.at()
        + " }\nhost * { "
        + limits
        + "; route /** { to web } }";
  }

  /** Asks, and waits until the server has the request. */
  private RawClient ask(FakeOrigin origin) throws IOException {
    int before = origin.requests().size();
    var client = proxy.client().get("/");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == before + 1);
    return client;
  }

  private void free() {
    Eventually.holds(
        () -> "found keys: " + proxy.gauge("weir_limit_keys"),
        () -> proxy.gauge("weir_limit_keys") == 0);
  }

  private void answerWhenPermitted(OriginConnection connection) throws IOException {
    while (connection.request() != null) {
      permits.acquireUninterruptibly();
      connection.send(FakeOrigin.ok("done"));
    }
  }
}
