package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that answers, but late. */
class SlowRedisIT {
  private static final String LINKS = "weir_limit_redis_links";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private RedisProcess redis;
  private SlowLine line;

  @BeforeEach
  void connect() throws IOException {
    redis = RedisProcess.running();
    line = new SlowLine(redis.port());
    proxy.start(
        """
        shared redis "redis://127.0.0.1:%d/1" { timeout 500ms; on-failure open }
        host * { limit 100000r/s per host shared
          route /** { respond 200 } }
        """
            .formatted(line.port()));
    Eventually.holds(() -> "redis is not asked", () -> proxy.gauge(LINKS) == 1);
  }

  @AfterEach
  void close() throws IOException {
    line.close();
    redis.close();
  }

  @Test
  void isNotAskedAnyMoreUntilItAnswersInTime() throws IOException {
    line.delay(700);
    var client = proxy.client();
    int asked = 0;
    while (proxy.gauge(LINKS) == 1 && asked < 30) {
      assertThat(client.get("/").read().status()).isEqualTo(200);
      asked++;
    }
    long slowest = 0;
    long end = System.nanoTime() + 2_500_000_000L;
    int done = 0;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      client = done++ % 1000 == 0 ? proxy.client() : client;
      client.get("/").read();
      slowest = Math.max(slowest, System.nanoTime() - now);
    }
    line.delay(0);

    assertThat(asked).isBetween(5, 10);
    assertThat(slowest).as("nobody tries for it").isLessThan(450_000_000L);
    Eventually.holds(() -> "redis is not asked again", () -> proxy.gauge(LINKS) == 1);
  }

  @Test
  void isStillAskedAfterOnePauseHoweverManyAskedInIt() throws IOException {
    line.delay(10_000);
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 20; i++) {
      clients.add(proxy.client().get("/"));
      int begun = i + 1;
      Eventually.holds(
          () -> "the request is not at hand",
          () -> proxy.gauge("weir_requests_in_flight") == begun);
    }
    for (var client : clients) {
      assertThat(client.read().status()).isEqualTo(200);
    }
    line.delay(0);

    // Counted once the replies have left, which may be just now.
    Eventually.holds(
        () -> "not all went without an answer",
        () -> proxy.gauge("weir_limit_redis_unanswered_total") == 20);
    assertThat(proxy.gauge(LINKS)).isEqualTo(1);
  }
}
