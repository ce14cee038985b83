package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.Endpoint;
import io.weir.main.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several loops, configurations that change while requests run, and the end. */
@ExtendWith(LeakWatch.class)
class LifeIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final Semaphore permits = new Semaphore(0);

  @Test
  void loopsTakeKeptConnectionsFromEachOther() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.start(2, ProxyFixture.toAll(origin.at()));

    // The kernel spreads so many clients over both loops; one after the other they need but one
    // connection to the server.
    for (int i = 0; i < 200; i++) {
      try (var client = proxy.client()) {
        assertThat(client.get("/").read().text()).isEqualTo("fine");
      }
    }

    assertThat(origin.accepted()).isEqualTo(1);
    assertThat(proxy.gauge("weir_upstream_reuses_total")).isEqualTo(199);
  }

  @Test
  void connectionsMoveBetweenBusyLoopsWithoutMixingReplies() throws Exception {
    var origin =
        proxy.origin(connection -> {
          for (var request = connection.request();
              request != null;
              request = connection.request()) {
            connection.send(FakeOrigin.ok(request.path()));
          }
        });
    proxy.start(2, ProxyFixture.toAll(origin.at()));
    var threads = new ArrayList<Thread>();
    var wrong = new ArrayList<String>();

    for (int i = 0; i < 8; i++) {
      int number = i;
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int k = 0; k < 100; k++) {
              var path = "/" + number + "/" + k;
              try (var client = new RawClient(proxy.server().port(ProxyFixture.HERE))) {
                var text = client.get(path).read().text();
                if (!text.equals(path)) {
                  throw new IOException("found " + text);
                }
              } catch (IOException e) {
                synchronized (wrong) {
                  wrong.add(path + ": " + e);
                }
              }
            }
          }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(wrong).isEmpty();
    assertThat(origin.requests()).hasSize(800);
    assertThat(origin.accepted()).isLessThan(200);
  }

  @Test
  void aRequestEndsOnTheConfigurationItBeganOn() throws IOException {
    var before = proxy.origin(this::answerWhenPermitted);
    var after = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("after")));
    proxy.to(before);
    var slow = proxy.client().get("/");
    Eventually.holds(() -> "no request", () -> before.requests().size() == 1);

    assertThat(proxy.apply(ProxyFixture.toAll(after.at()))).isInstanceOf(Outcome.InForce.class);
    var quick = proxy.client().get("/").read();
    permits.release();

    assertThat(quick.text()).isEqualTo("after");
    assertThat(slow.read().text()).isEqualTo("permitted");
    assertThat(slow.get("/").read().text()).isEqualTo("after");
    Eventually.holds(() -> "found the old server's connection open", () -> before.open() == 0);
  }

  @Test
  void whatWeirAddsToAReplyIsOfTheConfigurationThatTheRequestBeganOn() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    var lost =
        proxy.origin(connection -> {
          connection.request();
          permits.acquireUninterruptibly();
        });
    var old = "via \"old\"\nproxy-status on\nretry off\n";
    proxy.start(
        old
            + "pool a { server %s }\npool b { server %s }\n".formatted(origin.at(), lost.at())
            + "host * { route /lost { to b }; route /** { to a } }");
    var answered = proxy.client().get("/");
    var failed = proxy.client().get("/lost");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);
    Eventually.holds(() -> "no request", () -> lost.requests().size() == 1);

    proxy.apply("via off\nhost * { route /** { respond 204 } }");
    permits.release(2);

    assertThat(answered.read().fields("Via")).containsExactly("1.1 old");
    var refusal = failed.read();
    assertThat(refusal.status()).isEqualTo(502);
    assertThat(refusal.fields("Proxy-Status").getFirst()).startsWith("old;");
  }

  @Test
  void aStreamSurvivesAReload() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
          permits.acquireUninterruptibly();
          connection.send("def").awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().get("/");
    client.readHead();
    assertThat(client.exactly(3)).asString().isEqualTo("abc");

    proxy.apply("host * { route /** { respond 200 \"new\" } }");
    permits.release();

    assertThat(client.exactly(3)).asString().isEqualTo("def");
    assertThat(client.get("/").read().text()).isEqualTo("new");
  }

  @Test
  void keptConnectionsSurviveAReload() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.to(origin);
    var client = proxy.client();

    for (int i = 0; i < 5; i++) {
      assertThat(client.get("/").read().text()).isEqualTo("fine");
      proxy.apply(ProxyFixture.toAll(origin.at()));
    }

    assertThat(origin.accepted()).isEqualTo(1);
  }

  @Test
  void aBadConfigurationChangesNothing() throws IOException {
    proxy.start("host * { route /** { respond 200 \"old\" } }");
    var client = proxy.client();

    var outcome = proxy.apply("host * { route /** { to nowhere } }");

    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(client.get("/").read().text()).isEqualTo("old");
    assertThat(proxy.client().get("/").read().text()).isEqualTo("old");
  }

  @Test
  void aPortThatIsTakenChangesNothing() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.start("host * { route /** { respond 200 \"old\" } }");

    var outcome =
        proxy.apply(
            "listen 127.0.0.1:0\nlisten 127.0.0.2:0\nlisten "
                + origin.at()
                + "\nhost * { route /** { respond 200 \"new\" } }");

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(proxy.client().get("/").read().text()).isEqualTo("old");
    assertThatThrownBy(() -> proxy.server().port(new Endpoint("127.0.0.2", 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListenerThatIsRemovedAcceptsNoMoreButItsConnectionsStay() throws IOException {
    var place = new Endpoint("127.0.0.1", 0);
    proxy.start("listen 127.0.0.1:0\nhost * { route /** { respond 200 \"old\" } }");
    int port = proxy.server().port(place);
    var client = proxy.client();
    client.get("/").read();

    proxy.apply("listen 127.0.0.2:0\nhost * { route /** { respond 200 \"new\" } }");

    Eventually.holds(() -> "found the port open", () -> isRefused(port));
    assertThat(client.get("/").read().text()).isEqualTo("new");
  }

  @Test
  void drainingEndsWaitingConnectionsAndOthersWithTheirRequest() throws IOException {
    var origin = proxy.origin(this::answerWhenPermitted);
    proxy.to(origin);
    var waiting = proxy.client().get("/");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 1);
    permits.release();
    waiting.read();
    var busy = proxy.client().get("/");
    Eventually.holds(() -> "no request", () -> origin.requests().size() == 2);

    proxy.server().drain();

    assertThat(waiting.toEnd()).isEmpty();
    permits.release();
    var reply = busy.read();
    assertThat(reply.text()).isEqualTo("permitted");
    assertThat(reply.closes()).isTrue();
    assertThat(busy.toEnd()).isEmpty();
  }

  @Test
  void aRequestThatMeetsTheDrainIsAnswered() throws IOException {
    proxy.start("listen 127.0.0.1:0\nhost * { route /** { respond 200 \"still here\" } }");
    var client = proxy.client();
    client.get("/").read();

    proxy.server().drain();

    var reply = client.get("/").read();
    assertThat(reply.text()).isEqualTo("still here");
    assertThat(reply.closes()).isTrue();
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void aConfigurationThatComesDuringTheDrainIsRefused() {
    var text = "listen 127.0.0.1:0\nhost * { route /** { respond 200 } }";
    proxy.start(text);
    int port = proxy.server().port(ProxyFixture.HERE);
    proxy.server().drain();

    var outcome = proxy.apply(text);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(isRefused(port)).isTrue();
  }

  private static boolean isRefused(int port) {
    var client = new Socket();
    try (client) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private void answerWhenPermitted(OriginConnection connection) throws IOException {
    while (connection.request() != null) {
      permits.acquireUninterruptibly();
      connection.send(FakeOrigin.ok("permitted"));
    }
  }
}
