package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where messages end, which body belongs to which, and how long connections live. */
@ExtendWith(LeakWatch.class)
class MessagesIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void answersPipelinedRequestsInTheirOrder() throws IOException {
    var origin =
        proxy.origin(connection -> {
          for (var request = connection.request();
              request != null;
              request = connection.request()) {
            connection.send(FakeOrigin.ok(request.path()));
          }
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /here/** { respond 200 \"here\" }; route /** { to web } }");
    var client = proxy.client();

    client.send(
        "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /here/2 HTTP/1.1\r\nHost: x\r\n\r\n"
            + "POST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            + "GET /here/4 HTTP/1.1\r\nHost: x\r\n\r\nGET /5 HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.read().text()).isEqualTo("/1");
    assertThat(client.read().text()).isEqualTo("here");
    assertThat(client.read().text()).isEqualTo("/3");
    assertThat(client.read().text()).isEqualTo("here");
    assertThat(client.read().text()).isEqualTo("/5");
  }

  @Test
  void answersThousandsOfPipelinedRequests() throws IOException {
    proxy.start("host * { route /** { respond 200 \"here\" } }");
    var client = proxy.client();
    int count = 3000;

    Thread.startVirtualThread(() -> {
      try {
        client.send("GET /here HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });

    for (int i = 0; i < count; i++) {
      assertThat(client.read().text()).isEqualTo("here");
    }
  }

  @Test
  void passesChunksBothWaysWithTheirTrailers() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                    + "3;ext=\"a\"\r\nabc\r\n0a\r\n0123456789\r\n0\r\nX-Sum: 7\r\nServer-Timing: a\r\nAge: 1\r\nCookie: a=b\r\nAuthorization: y\r\n\r\n"));
    proxy.to(origin);
    var client = proxy.client();

    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        "5\r\nhel",
        "lo\r",
        "\n6;a=b\r\n world\r\n",
        "0\r\nX-Count: 2\r\nSet-Cookie: a=b\r\nAuthorization: y\r\n\r\n");
    var reply = client.read();

    assertThat(reply.text()).isEqualTo("abc0123456789");
    assertThat(reply.trailers()).isEqualTo("X-Sum: 7\r\nServer-Timing: a\r\n");
    assertThat(origin.request().text()).isEqualTo("hello world");
    assertThat(origin.request().trailers()).isEqualTo("X-Count: 2\r\n");
    assertThat(origin.request().fields("Transfer-Encoding")).containsExactly("chunked");
    assertThat(origin.request().fields("Content-Length")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n"
      })
  void aReplyToHeadHasNoContent(String head) throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(head));
    proxy.to(origin);
    var client = proxy.client();

    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.readHeadOnly().status()).isEqualTo(200);
    assertThat(client.readHeadOnly().status()).isEqualTo(200);
  }

  @Test
  void aLocalReplyToHeadSaysItsLengthButHasNoContent() throws IOException {
    proxy.start("host * { route /** { respond 200 \"hello\" } }");
    var client = proxy.client();

    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
    var reply = client.readHeadOnly();
    client.get("/");

    assertThat(reply.field("Content-Length")).hasValue("5");
    assertThat(client.read().text()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void aStatusWithoutContentKeepsBothConnections(int status) throws IOException {
    var origin = proxy.closing(FakeOrigin.replying("HTTP/1.1 " + status + " X\r\nETag: a\r\n\r\n"));
    proxy.to(origin);
    var client = proxy.client();

    assertThat(client.get("/").read().status()).isEqualTo(status);
    assertThat(client.get("/").read().field("Transfer-Encoding")).isEmpty();
    assertThat(origin.accepted()).isEqualTo(1);
  }

  @Test
  void contentThatFollows304IsNotTakenForTheNextReply() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.inTurn(
                connection -> {
                  connection.nextRequest();
                  connection.send(
                      "HTTP/1.1 304 Not Modified\r\nContent-Length: 38\r\n\r\n"
                          + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                  connection.awaitEnd();
                },
                FakeOrigin.repeating(FakeOrigin.ok("right"))));
    proxy.to(origin);
    var client = proxy.client();

    var notModified = client.get("/").read();
    assertThat(notModified.status()).isEqualTo(304);
    assertThat(client.get("/").read().text()).isEqualTo("right");
  }

  @Test
  void aReplyThatEndsWithItsConnectionIsChunkedForTheClient() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\n\r\n", "hello ", "world");
        });
    proxy.to(origin);
    var client = proxy.client();

    var reply = client.get("/").read();

    assertThat(reply.text()).isEqualTo("hello world");
    assertThat(reply.field("Transfer-Encoding")).hasValue("chunked");
    assertThat(client.get("/").read().status()).isEqualTo(200);
  }

  @Test
  void aReplyOfUnknownLengthEndsAnOldClientsConnection() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n"));
    proxy.to(origin);
    var client = proxy.client();

    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    var octets = client.toEnd();

    assertThat(octets).endsWith("\r\n\r\nhello").doesNotContain("chunked").contains("close");
  }

  @Test
  void anOldClientMayKeepItsConnection() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("hello")));
    proxy.to(origin);
    var client = proxy.client();

    client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    var first = client.read();
    client.send("GET / HTTP/1.0\r\n\r\n");
    var last = client.read();

    assertThat(first.field("Connection")).hasValue("keep-alive");
    assertThat(last.closes()).isTrue();
    assertThat(client.toEnd()).isEmpty();
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void closesWhenTheClientAsksForIt() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("hello")));
    proxy.to(origin);
    var client = proxy.client();

    // In one piece: what comes when the connection is closed already is answered by a reset.
    client.send(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            + "GET /never HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.read().closes()).isTrue();
    assertThat(client.toEnd()).isEmpty();
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void closesAfterAsManyRequestsAsTheListenerAllows() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { keep-alive requests 2 }\nhost * { route /** { respond 200 \"a\" } }");
    var client = proxy.client();

    assertThat(client.get("/").read().closes()).isFalse();
    assertThat(client.get("/").read().closes()).isTrue();
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void closesAtTheNextReplyWhenTheConnectionIsOld() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { keep-alive lifetime 1ms }\nhost * { route /** { respond 200 } }");
    var client = proxy.client();
    client.send("GET / HTT");
    long opened = System.nanoTime();

    Eventually.holds(() -> "time stands still", () -> System.nanoTime() - opened > 5_000_000);
    client.send("P/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.read().closes()).isTrue();
  }

  @Test
  void doesNotKeepAConnectionThatTheServerWillClose() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    proxy.to(origin);
    var client = proxy.client();

    assertThat(client.get("/1").read().closes()).isFalse();
    assertThat(client.get("/2").read().status()).isEqualTo(200);
    assertThat(origin.accepted()).isEqualTo(2);
  }

  @Test
  void aSlowClientGetsAllOfAReplyWhoseServerHasClosed() throws IOException {
    int size = 3 << 20;
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
          connection.send(new byte[size]);
        });
    proxy.to(origin);
    var client = proxy.narrowClient().get("/");

    Eventually.holds(() -> "the server is not done", () -> origin.open() == 0);

    assertThat(client.read().body()).hasSize(size);
  }

  @Test
  void aSlowClientGetsAllOfAReplyThatEndsWithItsConnection() throws IOException {
    int size = 3 << 20;
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\n\r\n").send(new byte[size]);
        });
    proxy.to(origin);
    var client = proxy.narrowClient().get("/");

    Eventually.holds(() -> "the server is not done", () -> origin.open() == 0);

    assertThat(client.read().body()).hasSize(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://example.com:8080/a?b HTTP/1.1\r\nHost: example.com:8080\r\n\r\n",
        "GET HTTP://EXAMPLE.COM:8080/a?b HTTP/1.1\r\nHost: example.com:8080\r\n\r\n",
        "GET http://example.com:8080/a?b HTTP/1.0\r\n\r\n"
      })
  void anAbsoluteTargetBecomesAPathAndAHost(String request) throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);

    proxy.client().send(request).read();

    assertThat(origin.request().line()).isEqualTo("GET /a?b HTTP/1.1");
    assertThat(origin.request().fields("Host")).containsExactly("example.com:8080");
  }

  @Test
  void passesOnAQuestionAboutTheServerAsAWhole() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);

    proxy.client().send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").read();

    assertThat(origin.requests())
        .extracting(request -> request.line())
        .containsExactly("OPTIONS * HTTP/1.1");
  }
}
