package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another server is asked about each request: what it is told, and what its answers bring about.
 */
@ExtendWith(LeakWatch.class)
class AskingIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final FakeOrigin origin =
      FakeOrigin.replying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: own=1\r\n\r\nin");

  @Test
  void aYesLetsPassWithWhatTheAnswerSays() throws IOException {
    var judge =
        judge("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-User: ann\r\nSet-Cookie: s=1\r\n\r\nyes");
    start(judge, "{ upstream \"X-User\", \"X-Groups\"; client \"Set-Cookie\" }");

    var reply =
        send("POST /a?b=c", "X-User: root\r\nx-groups: admin\r\nContent-Length: 4\r\n\r\nbody");
    var again = proxy.client().get("/").read();

    assertThat(List.of(reply.status(), again.status())).containsExactly(200, 200);
    assertThat(reply.fields("Set-Cookie")).containsExactly("own=1", "s=1");
    var seen = origin.requests().getFirst();
    assertThat(seen.fields("X-User")).containsExactly("ann");
    assertThat(seen.fields("X-Groups")).isEmpty();
    assertThat(seen.text()).isEqualTo("body");
    assertThat(judge.accepted()).isEqualTo(1);
  }

  @Test
  void theQuestionTellsOfTheRequestAndNotWhatTheClientSaysOfIt() throws IOException {
    var judge = judge("HTTP/1.1 204 No Content\r\n\r\n");
    start(judge, "");

    send(
        "POST /a%20b?c=d",
        "Cookie: s=1\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Uri: /open\r\n"
            + "X-Original-URI: /open\r\nX-Forwarded-Method: GET\r\nForwarded: for=1.1.1.1\r\n"
            + "Content-Type: text/plain\r\nRange: bytes=0-1\r\nContent-Length: 4\r\n\r\nbody");

    var asked = judge.request();
    assertThat(asked.line()).isEqualTo("GET /verify?x=1 HTTP/1.1");
    assertThat(asked.fields("Host")).containsExactly(judge.at());
    assertThat(asked.fields("Cookie")).containsExactly("s=1");
    assertThat(asked.fields("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(asked.fields("X-Forwarded-Method")).containsExactly("POST");
    assertThat(asked.fields("X-Forwarded-Uri")).containsExactly("/a%20b?c=d");
    assertThat(asked.fields("X-Forwarded-Host")).containsExactly("shop.example");
    assertThat(asked.fields("X-Forwarded-Proto")).containsExactly("http");
    assertThat(asked.fields("X-Original-Method")).containsExactly("POST");
    assertThat(asked.fields("X-Original-URI")).containsExactly("/a%20b?c=d");
    assertThat(asked.fields("X-Original-URL")).containsExactly("http://shop.example/a%20b?c=d");
    assertThat(asked.fields("Content-Length")).isEmpty();
    assertThat(asked.fields("Content-Type")).isEmpty();
    assertThat(asked.fields("Range")).isEmpty();
    assertThat(asked.fields("Forwarded")).isEmpty();
    assertThat(asked.fields("X-Request-Id"))
        .isEqualTo(origin.request().fields("X-Request-Id"))
        .hasSize(1);
  }

  @Test
  void onlyChosenFieldsGoAlongIfAnyAreChosen() throws IOException {
    var judge = judge("HTTP/1.1 204 No Content\r\n\r\n");
    start(judge, "{ request \"Cookie\" }");

    send("GET /", "Cookie: s=1\r\nCookie: t=2\r\nAuthorization: Basic eA==\r\n\r\n");

    assertThat(judge.request().fields("Cookie")).containsExactly("s=1", "t=2");
    assertThat(judge.request().fields("Authorization")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"",
        "403 Forbidden\r\nX-Why: no",
        "302 Found\r\nLocation: http://login.example/?to=x"
      })
  void aNoIsTheClientsReply(String head) throws IOException {
    var judge = judge("HTTP/1.1 " + head + "\r\nContent-Length: 5\r\n\r\nsorry");
    start(judge, "");

    var reply = proxy.client().get("/").read();

    assertThat(reply.line()).startsWith("HTTP/1.1 " + head.substring(0, 3));
    assertThat(reply.head()).contains(head.substring(head.indexOf("\r\n") + 2));
    assertThat(reply.text()).isEqualTo("sorry");
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"500 Oops", "404 Not Found", "304 Not Modified", "429 Slow"})
  void anythingElseRefuses(String line) throws IOException {
    start(judge("HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n"), "");

    var reply = proxy.client().get("/").read();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(origin.requests()).isEmpty();
    counts("weir_failures_total{cause=\"auth-unavailable\"", 1);
  }

  @Test
  void silenceRefuses() throws IOException {
    start(proxy.origin(connection -> connection.awaitEnd()), "{ timeout 100ms }");

    var reply = proxy.client().get("/").read();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aServerThatIsNotThereRefuses() throws IOException {
    proxy.closing(origin);
    proxy.start(
        "pool web { server %s }\nhost * { route /** { auth forward \"http://%s/\"; to web } }"
            .formatted(origin.at(), FakeOrigin.nobody()));

    assertThat(proxy.client().get("/").read().status()).isEqualTo(503);
  }

  @Test
  void aYesIsKeptForThoseWithTheSameKey() throws IOException {
    var judge = judge("HTTP/1.1 204 No Content\r\nX-User: ann\r\n\r\n");
    start(judge, "{ upstream \"X-User\"; cache 1m per cookie \"s\", path }");

    for (var target : List.of("GET /a", "GET /a", "GET /b", "GET /a")) {
      assertThat(send(target, "Cookie: s=1\r\nX-User: root\r\n\r\n").status()).isEqualTo(200);
    }
    send("GET /a", "Cookie: s=2\r\n\r\n");

    assertThat(judge.requests()).hasSize(3);
    assertThat(origin.requests())
        .allSatisfy(seen -> assertThat(seen.fields("X-User")).containsExactly("ann"));
  }

  @Test
  void aYesForOneHostIsNoneForAnother() throws IOException {
    var judge = judge("HTTP/1.1 204 No Content\r\n\r\n");
    start(judge, "{ cache 1m per cookie \"s\" }");

    send("GET /", "Cookie: s=1\r\n\r\n");
    send("GET /", "Cookie: s=1\r\n\r\n");
    proxy.client().send("GET / HTTP/1.1\r\nHost: other.example\r\nCookie: s=1\r\n\r\n").read();

    assertThat(judge.requests())
        .extracting(asked -> asked.fields("X-Forwarded-Host"))
        .containsExactly(List.of("shop.example"), List.of("other.example"));
  }

  @Test
  void aNoIsNeverKept() throws IOException {
    var judge = judge("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    start(judge, "{ cache 1m per client.ip }");

    proxy.client().get("/").read();
    proxy.client().get("/").read();

    assertThat(judge.requests()).hasSize(2);
  }

  @Test
  void aClientThatGoesTakesItsQuestionAlong() throws IOException {
    var judge =
        proxy.origin(connection -> {
          connection.request();
          connection.awaitEnd();
        });
    start(judge, "");
    var client = proxy.client().get("/");
    Eventually.holds(() -> "never asked", () -> judge.requests().size() == 1);

    client.close();

    Eventually.holds(() -> "the question is still open", () -> judge.open() == 0);
    assertThat(origin.requests()).isEmpty();
  }

  private FakeOrigin judge(String answer) {
    return proxy.origin(FakeOrigin.repeating(answer));
  }

  private void start(FakeOrigin judge, String block) {
    proxy.closing(origin);
    proxy.start(
        "pool web { server %s }\nhost * { route /** { auth forward \"http://%s/verify?x=1\" %s; to web } }"
            .formatted(origin.at(), judge.at(), block));
  }

  private WireReply send(String line, String rest) throws IOException {
    return proxy.client().send(line + " HTTP/1.1\r\nHost: shop.example\r\n" + rest).read();
  }

  /** A failure is counted once its reply has left, which may be just now. */
  private void counts(String line, long expected) {
    Eventually.holds(
        () -> "found " + proxy.gauge(line) + " of " + line, () -> proxy.gauge(line) == expected);
  }
}
