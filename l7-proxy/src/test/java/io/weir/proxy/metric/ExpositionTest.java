package io.weir.proxy.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.log.SampleExchange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private final SampleExchange sample = new SampleExchange();
  private final Metrics metrics = new Metrics(2, 3);

  @AfterEach
  void close() {
    sample.close();
  }

  @Test
  void countsARequestUnderItsRouteOverAllLoops() {
    int route = metrics.routes(List.of("shop"))[0];

    for (int loop = 0; loop < 2; loop++) {
      metrics.loop(loop).requestStarted();
      metrics.loop(loop).requestEnded(proxied(loop), route);
    }

    assertThat(scrape())
        .contains("weir_requests_total{route=\"shop\",status=\"2xx\"} 2.0")
        .contains("weir_responses_total{code=\"200\"} 2.0")
        .contains("weir_sent_bytes_total{route=\"shop\"} 2048.0")
        .contains("weir_requests_in_flight 0.0")
        .contains("weir_request_seconds_bucket{route=\"shop\",le=\"1.0\"} 0")
        .contains("weir_request_seconds_bucket{route=\"shop\",le=\"2.5\"} 2")
        .contains("weir_request_seconds_bucket{route=\"shop\",le=\"+Inf\"} 2")
        .contains("weir_request_seconds_count{route=\"shop\"} 2")
        .contains("weir_request_seconds_sum{route=\"shop\"} 2.5");
  }

  @Test
  void saysHowManyRequestsAndConnectionsThereAreNow() {
    var loop = metrics.loop(0);
    loop.requestStarted();
    loop.connectionOpened();
    loop.connectionOpened();
    loop.connectionOpened();
    loop.connectionBecame(ConnectionState.IDLE, ConnectionState.ACTIVE);
    loop.connectionBecame(ConnectionState.IDLE, ConnectionState.TUNNEL);
    loop.connectionClosed(ConnectionState.TUNNEL);

    assertThat(scrape())
        .contains("weir_requests_in_flight 1.0")
        .contains("weir_connections_accepted_total 3.0")
        .contains("weir_connections{state=\"active\"} 1.0")
        .contains("weir_connections{state=\"idle\"} 1.0")
        .contains("weir_connections{state=\"tunnel\"} 0.0");
  }

  @Test
  void countsFailuresByCauseAndFault() {
    var exchange = sample.bare(sample.loop(0));
    exchange.failed(Cause.CLIENT_GONE, null);
    metrics.loop(0).requestEnded(exchange, Metrics.NO_ROUTE);
    metrics.loop(1).requestRefused(Cause.HEAD_TIMEOUT, 408);

    assertThat(scrape())
        .contains("weir_failures_total{cause=\"client-gone\",fault=\"client\"} 1.0")
        .contains("weir_failures_total{cause=\"head-timeout\",fault=\"client\"} 1.0")
        .contains("weir_responses_total{code=\"499\"} 1.0")
        .contains("weir_responses_total{code=\"408\"} 1.0")
        .contains("weir_requests_total{route=\"_none\",status=\"4xx\"} 2.0");
  }

  @Test
  void tellsOfEachServerWhatBecameOfItsRequests() {
    metrics.servers(List.of(new Server("api", "10.0.0.1:80"), new Server("web", "10.0.0.1:80")));
    int server = metrics.server("web", "10.0.0.1:80");
    var loop = metrics.loop(0);
    loop.connected(server, 3_000_000);
    loop.connectFailed(server);
    loop.attemptStarted(server);
    loop.attemptEnded(server, null, 20_000_000);
    loop.reused(server);
    loop.attemptStarted(server);
    loop.attemptEnded(server, Cause.UPSTREAM_RESET, 0);
    loop.attemptStarted(server);
    loop.attemptEnded(server, Cause.CLIENT_GONE, 0);
    loop.attemptStarted(server);

    var labels = "{endpoint=\"10.0.0.1:80\",pool=\"web\"}";
    var attempts = "weir_upstream_requests_total{endpoint=\"10.0.0.1:80\",outcome=";
    assertThat(scrape())
        .contains(attempts + "\"upstream-reset\",pool=\"web\"} 1.0")
        .contains(attempts + "\"ok\",pool=\"web\"} 1.0")
        .contains(attempts + "\"other\",pool=\"web\"} 1.0")
        .contains("weir_upstream_requests_in_flight" + labels + " 1.0")
        .contains("weir_upstream_connections" + labels + " 1.0")
        .contains("weir_upstream_reuses_total" + labels + " 1.0")
        .contains("weir_upstream_connect_failures_total" + labels + " 1.0")
        .contains("weir_upstream_connect_seconds_count" + labels + " 1")
        .contains("weir_upstream_first_byte_seconds_sum" + labels + " 0.02");
  }

  @Test
  void countsAServerThatNoConfigurationNamesAmongTheOthers() {
    metrics.servers(List.of(new Server("web", "10.0.0.1:80")));

    assertThat(metrics.server("web", "10.0.0.2:80")).isEqualTo(Metrics.OTHER);
    assertThat(metrics.server("api", "10.0.0.1:80")).isEqualTo(Metrics.OTHER);
  }

  @Test
  void goesOnCountingARouteThatANewConfigurationNamesAgain() {
    var before = metrics.routes(List.of("a", "b"));
    metrics.loop(0).requestEnded(proxied(0), before[1]);

    var after = metrics.routes(List.of("new", "b"));
    metrics.loop(0).requestEnded(proxied(0), after[1]);

    assertThat(scrape()).contains("weir_requests_total{route=\"b\",status=\"2xx\"} 2.0");
  }

  @Test
  void countsRoutesBeyondTheLimitTogether() {
    var slots = metrics.routes(IntStream.range(0, 10).mapToObj(i -> "r" + i).toList());

    for (int slot : slots) {
      metrics.loop(0).requestEnded(proxied(0), slot);
    }

    assertThat(slots).endsWith(Metrics.OTHER, Metrics.OTHER);
    assertThat(scrape())
        .contains("weir_requests_total{route=\"_other\",status=\"2xx\"} 7.0")
        .contains("weir_requests_total{route=\"r2\",status=\"2xx\"} 1.0")
        .doesNotContain("route=\"r3\"");
  }

  @Test
  void startsANewRouteAtZeroOnTheNumberOfTheOneLongestGone() {
    var first = metrics.routes(List.of("old", "kept", "recent"));
    metrics.loop(0).requestEnded(proxied(0), first[0]);
    metrics.loop(0).requestEnded(proxied(0), first[2]);
    metrics.routes(List.of("kept", "recent"));

    var second = metrics.routes(List.of("kept", "new"));
    metrics.loop(1).requestEnded(proxied(1), second[1]);

    assertThat(second[1]).isEqualTo(first[0]);
    assertThat(scrape())
        .contains("weir_requests_total{route=\"new\",status=\"2xx\"} 1.0")
        .contains("weir_requests_total{route=\"recent\",status=\"2xx\"} 1.0")
        .contains("weir_request_seconds_sum{route=\"new\"} 1.25")
        .doesNotContain("route=\"old\"");
  }

  @Test
  void showsNumbersThatOtherPartsKeepAndWhatRuns() {
    metrics.counter("weir_log_dropped", "Lines dropped.", () -> 7);
    metrics.gauge("weir_config_generation", "Configurations so far.", () -> 3);

    assertThat(scrape())
        .contains("weir_log_dropped_total 7.0")
        .contains("weir_config_generation 3.0")
        .contains("version=\"1.2.3\"")
        .contains("weir_build_info{")
        .contains("jvm_memory_used_bytes{")
        .contains("jvm_gc_")
        .contains("jvm_threads_live_threads ")
        .contains("process_files_open_files ")
        .contains("process_uptime_seconds ");
  }

  @Test
  void escapesNamesThatWouldBreakALine() {
    int route = metrics.routes(List.of("a\"b\\c\nd"))[0];

    metrics.loop(0).requestEnded(proxied(0), route);

    assertThat(scrape())
        .contains("weir_requests_total{route=\"a\\\"b\\\\c\\nd\",status=\"2xx\"} 1.0");
  }

  @Test
  void speaksOpenMetricsToThoseWhoAsk() {
    try (var exposition = new Exposition(metrics, "1.2.3")) {
      var text = exposition.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");

      assertThat(new String(text, UTF_8)).endsWith("# EOF\n");
    }
  }

  private Exchange proxied(int loop) {
    return sample.proxied(sample.loop(loop));
  }

  private String scrape() {
    try (var exposition = new Exposition(metrics, "1.2.3")) {
      return new String(exposition.scrape("text/plain; version=0.0.4; charset=utf-8"), UTF_8);
    }
  }
}
