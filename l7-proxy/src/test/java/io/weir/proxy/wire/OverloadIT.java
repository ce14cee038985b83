package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is refused when there is too much to do. */
@ExtendWith(LeakWatch.class)
class OverloadIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final Semaphore permits = new Semaphore(0);

  @Test
  void whatMattersLeastIsRefusedFirst() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(site("overload { in-flight 4 }", origin));
    var waiting = new ArrayList<>(List.of(ask(origin, "/n"), ask(origin, "/n")));

    assertRefused("/low");
    waiting.add(ask(origin, "/n"));
    waiting.add(ask(origin, "/n"));
    assertRefused("/n");
    waiting.add(ask(origin, "/high"));

    permits.release(5);
    for (var client : waiting) {
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(proxy.gauge("weir_shed_total{priority=\"low\"}")).isEqualTo(1);
    assertThat(proxy.gauge("weir_shed_total{priority=\"normal\"}")).isEqualTo(1);
    assertThat(proxy.gauge("weir_failures_total{cause=\"overloaded\",fault=\"edge\"}"))
        .isEqualTo(2);
  }

  @Test
  void whatWasRefusedIsServedAgainOnceTheRestIsDone() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(site("overload { in-flight 2 }", origin));
    var first = ask(origin, "/n");
    var second = ask(origin, "/n");
    assertRefused("/n");

    permits.release(3);
    assertThat(first.read().status()).isEqualTo(200);
    assertThat(second.read().status()).isEqualTo(200);

    assertThat(proxy.client().get("/n").read().status()).isEqualTo(200);
  }

  @Test
  void aRefusedRequestNeverQueuesAtThePool() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        "overload { in-flight 2 }\npool web { server "
            + origin.at()
            + "; max-conns 1; queue 9 for 9s }\nhost * { route /** { to web } }");
    var first = ask(origin, "/n");
    var queued = proxy.client().get("/n");
    Eventually.holds(
        () -> "found " + proxy.server().occupancy(),
        () -> proxy.server().occupancy().waiting() == 1);

    assertRefused("/n");

    assertThat(proxy.server().occupancy().waiting()).isEqualTo(1);
    permits.release(2);
    assertThat(first.read().status()).isEqualTo(200);
    assertThat(queued.read().status()).isEqualTo(200);
  }

  @Test
  void aClientThatLeavesIsInFlightNoMore() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(site("overload { in-flight 1 }", origin));
    ask(origin, "/n").reset();
    Eventually.holds(() -> "found a request", () -> proxy.gauge("weir_requests_in_flight") == 0);

    permits.release(2);

    assertThat(proxy.client().get("/n").read().status()).isEqualTo(200);
  }

  @Test
  void tunnelsAreNoWork() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"));
    proxy.start(
        "overload { in-flight 1 }\npool web { server "
            + origin.at()
            + " }\nhost * { route /up { to web }; route /** { respond 200 \"ok\" } }");
    var tunnels = new ArrayList<RawClient>();
    for (int i = 0; i < 3; i++) {
      var tunnel =
          proxy
              .client()
              .send("GET /up HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
      assertThat(tunnel.readHead()).startsWith("HTTP/1.1 101");
      tunnels.add(tunnel);
    }

    assertThat(proxy.client().get("/").read().status()).isEqualTo(200);
    for (var tunnel : tunnels) {
      tunnel.reset();
    }
  }

  private static String site(String overload, FakeOrigin origin) {
    return overload
        + "\npool web { server "
        + origin.at()
        + " }\nhost * {\n"
        + "route /low { priority low; to web }\n"
        + "route /high { priority high; to web }\n"
        + "route /** { to web }\n}";
  }

  /** Asks, and waits until the server has the request. */
  private RawClient ask(FakeOrigin origin, String path) throws IOException {
    int before = origin.requests().size();
    var client = proxy.client().get(path);
    Eventually.holds(() -> "no request", () -> origin.requests().size() == before + 1);
    return client;
  }

  private void assertRefused(String path) throws IOException {
    var reply = proxy.client().get(path).read();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.field("Retry-After")).isPresent();
  }

  private void answerWhenPermitted(OriginConnection connection) throws IOException {
    while (connection.request() != null) {
      permits.acquireUninterruptibly();
      connection.send(FakeOrigin.ok("done"));
    }
  }
}
