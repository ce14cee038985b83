package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a place at which server, who waits for one, and who is turned away. */
@ExtendWith(LeakWatch.class)
class PlacesIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final Semaphore permits = new Semaphore(0);

  @ParameterizedTest
  @ValueSource(strings = {"max-conns 2; server %s", "server %s max-conns 2"})
  void requestsBeyondTheLimitWaitAndAreWokenInTurn(String limit) throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        "pool web { "
            + limit.formatted(origin.at())
            + "; queue 3 for 10s }\n"
            + "host * { route /** { to web } }");
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 5; i++) {
      clients.add(proxy.client().get("/" + i));
      int placed = Math.min(i + 1, 2);
      int waiting = i + 1 - placed;
      Eventually.holds(
          () -> "found " + proxy.server().occupancy(),
          () ->
              origin.requests().size() == placed
                  && proxy.server().occupancy().waiting() == waiting);
    }

    assertThat(proxy.client().get("/5").read().status()).isEqualTo(503);
    for (int i = 0; i < 5; i++) {
      permits.release();
      int served = i + 1;
      Eventually.holds(
          () -> "found " + proxy.gauge("weir_responses_total"),
          () -> proxy.gauge("weir_responses_total") == served + 1);
    }

    for (var client : clients) {
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(origin.requests())
        .extracting(request -> request.path())
        .containsExactly("/0", "/1", "/2", "/3", "/4");
  }

  @Test
  void aRequestThatWaitsTooLongIsTurnedAway() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        "pool web { server "
            + origin.at()
            + "; max-conns 1; queue 3 for 100ms }\n"
            + "host * { route /** { to web } }");
    var first = proxy.client().get("/");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);

    var reply = proxy.client().get("/").read();
    permits.release();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.field("Retry-After")).isPresent();
    assertThat(first.read().status()).isEqualTo(200);
    assertThat(proxy.gauge("weir_failures_total{cause=\"queue-timeout\"")).isEqualTo(1);
  }

  @Test
  void aClientThatLeavesTheQueueMakesRoom() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.start(
        "pool web { server "
            + origin.at()
            + "; max-conns 1; queue 1 for 10s }\n"
            + "host * { route /** { to web } }");
    proxy.client().get("/1");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);
    var leaves = proxy.client().get("/2");
    Eventually.holds(() -> "none waits", () -> proxy.server().occupancy().waiting() == 1);

    leaves.close();
    Eventually.holds(() -> "one waits", () -> proxy.server().occupancy().waiting() == 0);
    var stays = proxy.client().get("/3");
    Eventually.holds(() -> "none waits", () -> proxy.server().occupancy().waiting() == 1);
    permits.release(2);

    assertThat(stays.read().status()).isEqualTo(200);
    assertThat(origin.requests()).extracting(request -> request.path()).containsExactly("/1", "/3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyRequestOfACrowdIsServedThroughFewPlaces(int loops) throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.start(
        loops,
        "pool web { server "
            + origin.at()
            + "; max-conns 2; queue 1000 for 10s }\n"
            + "host * { route /** { to web } }");
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 40; i++) {
      clients.add(proxy.client());
    }

    for (int round = 0; round < 5; round++) {
      for (var client : clients) {
        client.get("/");
      }
      for (var client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
      }
    }

    assertThat(origin.accepted()).isLessThanOrEqualTo(200);
  }

  @Test
  void aBackupIsAskedOnlyWhenNoOtherServerCanBe() throws IOException {
    var backup = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("backup")));
    var primary = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("primary")));
    proxy.start(
        "pool web { server "
            + primary.at()
            + "; server "
            + backup.at()
            + " backup }\n"
            + "pool sick { server "
            + FakeOrigin.nobody()
            + "; server "
            + backup.at()
            + " backup }\n"
            + "host * { route /sick { to sick }; route /** { to web } }");
    var client = proxy.client();

    for (int i = 0; i < 10; i++) {
      assertThat(client.get("/").read().text()).isEqualTo("primary");
    }
    assertThat(client.get("/sick").read().text()).isEqualTo("backup");
  }

  @Test
  void roundRobinKeepsToTheWeightsExactly() throws IOException {
    var light = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("b")));
    var heavy = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("a")));
    proxy.start(
        "pool web { server "
            + heavy.at()
            + " weight 3; server "
            + light.at()
            + "; balance round-robin }\nhost * { route /** { to web } }");
    var client = proxy.client();
    var order = new StringBuilder();

    for (int i = 0; i < 12; i++) {
      order.append(client.get("/").read().text());
    }

    assertThat(order).hasToString("aabaaabaaaba");
  }

  private void answerWhenPermitted(OriginConnection connection) throws IOException {
    while (connection.request() != null) {
      permits.acquireUninterruptibly();
      connection.send(FakeOrigin.ok("fine"));
    }
  }
}
