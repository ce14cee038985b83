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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightCallTest {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void start() {
    var nowhere = new Span(new Source("a", ""), 0, 0);
    var admin = new Admin(new Endpoint("127.0.0.1", 0), Optional.empty(), nowhere);
    var parts =
        new AdminParts(
            new FakeControl(),
            () -> Health.SERVING,
            _ -> new byte[0],
            _ -> Future.succeededFuture(new PurgeOutcome.Purged(List.of())),
            new FixedRouters(),
            new FixedWeight(),
            new FixedEdges());
    port = AdminServer.start(vertx, admin, parts).await().port();
  }

  @AfterEach
  void close() {
    client.close();
    vertx.close().await();
  }

  @Test
  void tellsTheWeight() throws Exception {
    assertThat(call("GET", "")).isEqualTo("200 75\n");
  }

  @Test
  void fixesTheWeightUntilItIsToFollowTheLoadAgain() throws Exception {
    assertThat(call("POST", "weight=30")).isEqualTo("200 the weight is 30%\n");
    assertThat(call("GET", "")).isEqualTo("200 30\n");

    assertThat(call("POST", "weight=auto")).isEqualTo("200 the weight follows the load\n");
    assertThat(call("GET", "")).isEqualTo("200 75\n");
  }

  @Test
  void tellsAWeightOfNothingAsAFailureForThoseWhoCheckTheStatusOnly() throws Exception {
    call("POST", "weight=0");

    assertThat(call("GET", "")).isEqualTo("503 0\n");
  }

  @Test
  void refusesWhatIsNoWeight() throws Exception {
    assertThat(call("POST", "weight=101")).startsWith("400 found 'weight=101'; expected weight=0");
    assertThat(call("DELETE", "")).isEqualTo("405 expected one of: GET, HEAD, POST\n");
    assertThat(call("GET", "")).isEqualTo("200 75\n");
  }

  private String call(String method, String content) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/l4/weight"))
            .method(method, BodyPublishers.ofString(content))
            .build();
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }
}
