package io.weir.proxy.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.weir.dsl.model.Admin;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AdminServerTest {
  @TempDir private Path folder;

  // As it runs: a listening socket of NIO is closed in the kernel only with the loop's next turn.
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeControl proxy = new FakeControl();
  private final AtomicReference<@Nullable PurgeRequest> purged = new AtomicReference<>();
  private volatile PurgeOutcome purges = new PurgeOutcome.Purged(List.of("a", "b"));
  private volatile Health health = Health.SERVING;

  @AfterEach
  void close() {
    client.close();
    vertx.close().await();
  }

  @Test
  void saysOkWhileServingAndDrainingWhileDraining() throws Exception {
    int port = start();

    var serving = get(port, "/healthz");
    health = Health.DRAINING;
    var draining = get(port, "/healthz");

    assertThat(serving.statusCode()).isEqualTo(200);
    assertThat(serving.body()).isEqualTo("ok\n");
    assertThat(draining.statusCode()).isEqualTo(503);
    assertThat(draining.body()).isEqualTo("draining\n");
  }

  @Test
  void showsMetricsInTheFormatAskedFor() throws Exception {
    int port = start();

    var plain = get(port, "/metrics");
    var open = send(request(port, "/metrics").header("Accept", "application/openmetrics-text"));

    assertThat(plain.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(plain.body()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(open.headers().firstValue("content-type")).contains(open.body());
    assertThat(open.body()).startsWith("application/openmetrics-text; version=1.0.0");
  }

  @Test
  void takesOverAWholeConfiguration() throws Exception {
    int port = start();

    var answer = put(port, "weir 1 # größer");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(new JsonObject("{\"applied\":true,\"generation\":2,\"diagnostics\":[]}"));
    assertThat(get(port, "/config").body()).isEqualTo("weir 1 # größer");
  }

  @Test
  void answersABadConfigurationWithItsDiagnosticsAndChangesNothing() throws Exception {
    int port = start();

    var json = put(port, "weir 9");
    var text =
        send(
            request(port, "/config")
                .header("Accept", "text/plain")
                .PUT(BodyPublishers.ofString("weir 9")));

    assertThat(json.statusCode()).isEqualTo(422);
    var diagnostic = new JsonObject(json.body()).getJsonArray("diagnostics").getJsonObject(0);
    assertThat(new JsonObject(json.body()).getBoolean("applied")).isFalse();
    assertThat(diagnostic.getString("message")).isEqualTo("found version 9");
    assertThat(diagnostic.getInteger("column")).isEqualTo(6);
    assertThat(text.statusCode()).isEqualTo(422);
    assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(text.body()).contains("found version 9").contains("weir 9");
    assertThat(get(port, "/config").body()).isEqualTo("weir 1");
  }

  @Test
  void readsTheFilesAgain() throws Exception {
    int port = start();

    var answer =
        send(request(port, "/reload").header("Accept", "text/plain").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("applied: configuration 2 runs\n");
  }

  @Test
  void saysWhyAReloadWasNotEvenTried() throws Exception {
    int port = start();
    proxy.isBroken = true;

    var answer = send(request(port, "/reload").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("site.weir is gone\n");
  }

  @Test
  void purgesWhatTheFormSays() throws Exception {
    int port = start();

    var json = purge(port, "?cache=a", "tag=x");
    var text =
        send(
            request(port, "/purge?all")
                .header("Accept", "text/plain")
                .POST(BodyPublishers.noBody()));

    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(json.body())).isEqualTo(new JsonObject("{\"purged\":[\"a\",\"b\"]}"));
    assertThat(text.body()).isEqualTo("purged: a, b\n");
    assertThat(purged.get())
        .isEqualTo(
            new PurgeRequest(List.of(), false, true, List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void saysWhyNothingWasPurged() throws Exception {
    int port = start();

    var nothing = purge(port, "", "soft=true");
    var json =
        send(
            request(port, "/purge")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    purges = new PurgeOutcome.Full("too many");
    var full = purge(port, "", "tag=a");
    purges = new PurgeOutcome.NoCache("no such");
    var unknown = purge(port, "", "tag=a");
    purges = new PurgeOutcome.Unwritten("disk full");
    var unwritten = purge(port, "", "tag=a");

    assertThat(nothing.statusCode()).isEqualTo(400);
    assertThat(nothing.body()).startsWith("found nothing to purge");
    assertThat(json.statusCode()).isEqualTo(415);
    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(full.headers().firstValue("retry-after")).contains("1");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unwritten.statusCode()).isEqualTo(500);
    assertThat(unwritten.body()).isEqualTo("disk full\n");
  }

  private HttpResponse<String> purge(int port, String query, String form) throws Exception {
    return send(
        request(port, "/purge" + query)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  @Test
  void namesTheMethodsThatAPathTakes() throws Exception {
    int port = start();

    var reload = get(port, "/reload");
    var config = send(request(port, "/config").DELETE());
    var metrics = send(request(port, "/metrics").POST(BodyPublishers.ofString("x")));

    assertThat(List.of(reload.statusCode(), config.statusCode(), metrics.statusCode()))
        .containsOnly(405);
    assertThat(reload.headers().firstValue("allow")).contains("POST");
    assertThat(config.headers().firstValue("allow")).contains("GET, HEAD, PUT");
    assertThat(metrics.headers().firstValue("allow")).contains("GET, HEAD");
    assertThat(proxy.generation).isEqualTo(1);
  }

  @Test
  void listsWhatThereIsAndNothingElse() throws Exception {
    int port = start();

    var page = get(port, "/");

    assertThat(page.body()).contains("/healthz", "/metrics", "/config", "/reload");
    assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(get(port, "/none").statusCode()).isEqualTo(404);
  }

  @Test
  void answersHeadWithoutContent() throws Exception {
    int port = start();

    var answer = send(request(port, "/healthz").HEAD());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-length")).contains("3");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void refusesAConfigurationThatIsTooLong() throws Exception {
    int port = start();
    var text = "#".repeat(RequestText.LIMIT + 1);

    var known = put(port, text);
    var chunked =
        send(
            request(port, "/config")
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofString(text))));

    assertThat(known.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(proxy.running()).isEqualTo("weir 1");
    assertThat(put(port, text.substring(1)).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAConfigurationThatIsNotUtf8() throws Exception {
    int port = start();

    var answer =
        send(
            request(port, "/config")
                .PUT(BodyPublishers.ofByteArray(new byte[] {'w', (byte) 0xff})));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(proxy.generation).isEqualTo(1);
  }

  @Test
  void answersExpectContinueBeforeTheContent() throws Exception {
    int port = start();

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      write(
          socket,
          "PUT /config HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n"
              + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
      var interim = new String(socket.getInputStream().readNBytes(25), ISO_8859_1);
      write(socket, "weir 1");

      assertThat(interim).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void refusesARebornNameAndAPageOfAnotherSite() throws Exception {
    int port = start();

    var rebound =
        raw(port, "GET /config HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    var forged =
        raw(
            port,
            "POST /reload HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");

    assertThat(rebound).startsWith("HTTP/1.1 403 ").doesNotContain("weir 1");
    assertThat(forged).startsWith("HTTP/1.1 403 ");
    assertThat(proxy.generation).isEqualTo(1);
  }

  @Test
  void followsATokenFileThatChanges() throws Exception {
    var file = folder.resolve("token");
    Files.writeString(file, "first\n");
    int port = start(Optional.of(file.toString()));

    assertThat(withToken(port, "first")).isEqualTo(200);
    assertThat(withToken(port, "second!")).isEqualTo(401);
    assertThat(get(port, "/healthz").headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"weir\"");

    Files.writeString(file, "second!\n");
    assertThat(withToken(port, "second!")).isEqualTo(200);
    assertThat(withToken(port, "first")).isEqualTo(401);

    Files.delete(file);
    assertThat(withToken(port, "second!")).isEqualTo(200);
  }

  @Test
  void doesNotStartWithoutTheTokenItShouldAskFor() throws Exception {
    var empty = Files.writeString(folder.resolve("empty"), " \n");

    assertThatThrownBy(() -> start(Optional.of(empty.toString()))).hasMessageContaining("empty");
    assertThatThrownBy(() -> start(Optional.of(folder.resolve("none").toString())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void freesThePortWhenItIsClosed() throws Exception {
    var server = open(Optional.empty());
    int port = server.port();

    server.close().await();

    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IOException.class);
  }

  private int start() {
    return start(Optional.empty());
  }

  private int start(Optional<String> tokenFile) {
    return open(tokenFile).port();
  }

  private AdminServer open(Optional<String> tokenFile) {
    var nowhere = new Span(new Source("a", ""), 0, 0);
    var token = tokenFile.map(path -> new NamedFile(path, nowhere));
    var admin = new Admin(new Endpoint("127.0.0.1", 0), token, nowhere);
    var parts =
        new AdminParts(
            proxy,
            () -> health,
            mediaType -> mediaType.getBytes(UTF_8),
            request -> {
              purged.set(request);
              return Future.succeededFuture(purges);
            },
            new FixedRouters(),
            new FixedWeight(),
            new FixedEdges());
    return AdminServer.start(vertx, admin, parts).await();
  }

  private int withToken(int port, String token) throws Exception {
    return send(request(port, "/healthz").header("Authorization", "Bearer " + token)).statusCode();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return send(request(port, path));
  }

  private HttpResponse<String> put(int port, String text) throws Exception {
    return send(request(port, "/config").PUT(BodyPublishers.ofString(text)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static String raw(int port, String octets) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      write(socket, octets);
      return rest(socket);
    }
  }

  private static void write(Socket socket, String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }
}
