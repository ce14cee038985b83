package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interim responses, replies before the request is whole, and ends that come too early. */
@ExtendWith(LeakWatch.class)
class EarlyIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String EXPECTS =
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  @Test
  void anExpectationIsPassedOnAndAnsweredOnce() throws IOException {
    var origin =
        proxy.origin(connection -> {
          var head = connection.head();
          connection.send(CONTINUE);
          connection.body(String.valueOf(head));
          connection.send(FakeOrigin.ok("done"));
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().send(EXPECTS);

    assertThat(client.readHead()).isEqualTo(CONTINUE);
    var reply = client.send("hello").read();

    assertThat(reply.text()).isEqualTo("done");
    assertThat(origin.request().fields("Expect")).containsExactly("100-continue");
    assertThat(origin.request().text()).isEqualTo("hello");
  }

  @Test
  void aFinalStatusInPlaceOf100ClosesForItIsNotKnownWhatTheClientWillSend() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().send(EXPECTS);

    var reply = client.read();

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.closes()).isTrue();
    assertThat(client.halfClose().toEnd()).isEmpty();
  }

  @Test
  void anOldClientsExpectationIsIgnored() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(CONTINUE + FakeOrigin.ok("done")));
    proxy.to(origin);
    var client = proxy.client();

    client.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");

    assertThat(client.read().text()).isEqualTo("done");
    assertThat(origin.request().fields("Expect")).isEmpty();
  }

  @Test
  void hintsArePassedOnBeforeTheReply() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nConnection: x\r\n\r\n"
                    + "HTTP/1.1 103 Early Hints\r\nLink: </b.css>\r\n\r\n"
                    + FakeOrigin.ok("done")));
    proxy.to(origin);
    var client = proxy.client().get("/");

    assertThat(client.readHead()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
    assertThat(client.readHead()).contains("/b.css");
    assertThat(client.read().text()).isEqualTo("done");
  }

  @Test
  void aServerThatHasSaidContinueIsNotAskedAgain() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.send(CONTINUE);
          connection.reset();
        });
    proxy.to(origin);
    var client = proxy.client();

    client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
    var interim = client.readHead();

    assertThat(interim).isEqualTo(CONTINUE);
    assertThat(client.read().status()).isEqualTo(502);
    assertThat(origin.accepted()).isEqualTo(1);
  }

  @Test
  void aReplyBeforeTheEndOfTheRequestIsPassedOnAndThenCloses() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client();

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n").send("a");
    var reply = client.read();

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text()).isEqualTo("big");
    assertThat(reply.closes()).isTrue();
    assertThat(client.halfClose().toEnd()).isEmpty();
  }

  @Test
  void aReplyBeforeASmallRestKeepsTheConnection() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /here { respond 200 \"here\" }; route /** { to web } }");
    var client = proxy.client();

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
    var reply = client.read();
    client.send("a".repeat(1000)).get("/here");

    assertThat(reply.closes()).isFalse();
    assertThat(client.read().text()).isEqualTo("here");
  }

  @Test
  void aReplyIsReadEvenIfTheServerResetsUponWhatIsStillSent() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
          connection.reset();
        });
    proxy.to(origin);
    int replies = 0;

    for (int i = 0; i < 20; i++) {
      var client = proxy.client();
      Thread.startVirtualThread(() -> {
        try {
          client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n");
          client.send(new byte[9_000_000]);
        } catch (IOException e) {
          // The proxy closes before all is sent, as it should.
        }
      });
      replies += client.read().status() == 413 ? 1 : 0;
    }

    assertThat(replies).isEqualTo(20);
  }

  @Test
  void endlessHintsAreNotPassedOnWithoutEnd() throws IOException {
    var hint = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
    var origin = proxy.closing(FakeOrigin.replying(hint.repeat(101)));
    proxy.to(origin);
    var client = proxy.client().get("/");

    for (int i = 0; i < 100; i++) {
      assertThat(client.readHead()).isEqualTo(hint);
    }

    assertThat(client.read().status()).isEqualTo(502);
  }

  @Test
  void theServerIsHungUpOnWhenTheClientGoesBeforeTheReply() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().get("/");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);

    client.close();

    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  @Test
  void theServerIsHungUpOnWhenTheClientGoesInTheMiddleOfTheReply() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().get("/");
    client.readHead();

    client.reset();

    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  @Test
  void theServerIsHungUpOnWhenTheClientGoesInTheMiddleOfTheRequest() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client();
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
    Eventually.holds(() -> "no connection", () -> origin.accepted() == 1);

    client.close();

    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aClientThatHangsUpWithLocalRepliesUnreadLeavesNothing() throws IOException {
    proxy.start("host * { route /** { respond 200 \"here\" } }");
    var client = proxy.client();

    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10)).halfClose();

    for (int i = 0; i < 10; i++) {
      assertThat(client.read().text()).isEqualTo("here");
    }
    assertThat(client.toEnd()).isEmpty();
  }
}
