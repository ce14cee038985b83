package io.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.dsl.model.Admin;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutersCallTest {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    vertx.close().await();
  }

  @Test
  void tellsOfVirtualRoutersAsTextOrForPrograms() throws Exception {
    int port = start();

    assertThat(get(port, "/vrrp", "*/*")).isEqualTo("51 on eth0: active\n");
    assertThat(get(port, "/vrrp?format=json", "text/plain")).isEqualTo("[{\"vrid\":51}]\n");
    assertThat(get(port, "/vrrp", "application/json")).isEqualTo("[{\"vrid\":51}]\n");
  }

  @Test
  void tellsOfEdgesAsTextOrForPrograms() throws Exception {
    int port = start();

    assertThat(get(port, "/edges", "*/*")).isEqualTo("edge edge-1: serving\n");
    assertThat(get(port, "/edges", "application/json")).contains("\"name\":\"edge-1\"");
  }

  private int start() {
    var nowhere = new Span(new Source("a", ""), 0, 0);
    var admin = new Admin(new Endpoint("127.0.0.1", 0), Optional.empty(), nowhere);
    var parts =
        new AdminParts(
            new Unconfigurable(),
            () -> Health.SERVING,
            _ -> new byte[0],
            _ -> Future.succeededFuture(new PurgeOutcome.Purged(List.of())),
            new FixedRouters(),
            new FixedWeight(),
            new FixedEdges());
    return AdminServer.start(vertx, admin, parts).await().port();
  }

  private String get(int port, String path, String accept) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", accept)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** No configuration is put in force here. */
  private record Unconfigurable() implements ConfigControl {
    @Override
    public Future<ReloadOutcome> apply(String weirText) {
      return Future.failedFuture("not asked for");
    }

    @Override
    public Future<ReloadOutcome> reload() {
      return Future.failedFuture("not asked for");
    }

    @Override
    public String running() {
      return "";
    }
  }
}
