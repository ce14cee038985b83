package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How large and how slow clients and servers may be. */
@ExtendWith(LeakWatch.class)
class LimitsIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedBeforeTheServerHearsOfIt() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\nhost * {\n"
            + "route /small { body max 1k; to web }\nroute /** { body max 2k; to web } }");
    var request = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1025\r\n\r\n" + "a".repeat(1025);

    var refused = proxy.client().send(request.formatted("/small")).read();
    var accepted = proxy.client().send(request.formatted("/large")).read();

    assertThat(refused.status()).isEqualTo(413);
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsCutOff() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server " + origin.at() + " }\nhost * { route /** { body max 1k; to web } }");
    var client = proxy.client();

    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        "400\r\n" + "a".repeat(1024) + "\r\n",
        "1\r\na\r\n0\r\n\r\n");

    assertThat(client.read().status()).isEqualTo(413);
    assertThat(client.halfClose().toEnd()).isEmpty();
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aHeadThatComesTooSlowlyIsAnswered408() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { timeout header 200ms }\nhost * { route /** { respond 200 } }");
    var client = proxy.client();

    client.send("GET / HTTP/1.1\r\nHost: x\r\n");

    assertThat(client.read().status()).isEqualTo(408);
    assertThat(client.halfClose().toEnd()).isEmpty();
  }

  @Test
  void aConnectionThatSaysNothingIsClosedWithoutAWord() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { timeout header 100ms }\nhost * { route /** { respond 200 } }");

    assertThat(proxy.client().toEnd()).isEmpty();
  }

  @Test
  void aConnectionThatIsKeptTooLongIsClosedWithoutAWord() throws IOException {
    proxy.start(
        "listen 127.0.0.1:0 { timeout keep-alive 100ms }\n"
            + "host * { route /** { respond 200 \"a\" } }");
    var client = proxy.client().get("/");

    assertThat(client.read().closes()).isFalse();
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void aBodyThatStallsIsAnswered408() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /** { timeout body 200ms; to web } }");
    var client = proxy.client();

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

    assertThat(client.read().status()).isEqualTo(408);
    assertThat(client.halfClose().toEnd()).isEmpty();
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  /** Octets come all the time, but too few of them. */
  @Test
  void aBodyThatComesTooSlowlyIsAnswered408() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server %s }\n".formatted(origin.at())
            + "host * { route /** { timeout body 60s; body min-rate 100k after 200ms; to web } }");
    var client = proxy.client();
    long started = System.nanoTime();

    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", "abc");
    Eventually.holds(() -> "time stands still", () -> System.nanoTime() - started > 100_000_000);
    client.send("def");

    var answer = client.read();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(System.nanoTime() - started).isBetween(200_000_000L, 30_000_000_000L);
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  @Test
  void aBodyThatComesFastEnoughMayTakeItsTime() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("taken")));
    proxy.start(
        "pool web { server %s }\n".formatted(origin.at())
            + "host * { route /** { body min-rate 1k after 100ms; to web } }");
    var client = proxy.client();
    long started = System.nanoTime();

    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n", "a".repeat(100_000));
    Eventually.holds(() -> "time stands still", () -> System.nanoTime() - started > 400_000_000);
    client.send("b");

    assertThat(client.read().text()).isEqualTo("taken");
  }

  @Test
  void aServerThatStopsInTheMiddleBreaksTheReplyOff() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /** { timeout idle 200ms; to web } }");

    assertThat(proxy.client().get("/").toEnd()).contains("abc").endsWith("<reset>");
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  @Test
  void aStreamOfEventsMayBeSilentForLong() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n");
          long began = System.nanoTime();
          Eventually.holds(() -> "", () -> System.nanoTime() - began > 500_000_000);
          connection.send("data: 1\n\n");
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /** { timeout idle 200ms; to web } }");
    var client = proxy.client().get("/");
    client.readHead();

    assertThat(client.line()).isEqualTo("9");
    assertThat(client.exactly(9)).asString().isEqualTo("data: 1\n\n");
  }

  @Test
  void aSlowClientDoesNotMakeTheProxyTakeMoreFromTheServer() throws IOException {
    int much = 64 << 20;
    var server = new AtomicReference<OriginConnection>();
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          server.set(connection);
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + much + "\r\n\r\n");
          for (int i = 0; i < much >> 16; i++) {
            connection.send(new byte[64 << 10]);
          }
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.narrowClient().get("/");
    client.readHead();
    var standstill = new Standstill(() -> server.get() == null ? 0 : server.get().sent());

    Eventually.holds(() -> "the server is not stopped", standstill::reached);
    long taken = standstill.value();
    client.skip(much);

    assertThat(taken).isLessThan(16 << 20);
  }

  @Test
  void aClientThatTakesNothingIsCutOff() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
          connection.send(new byte[100_000_000]);
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /** { timeout idle 200ms; to web } }");
    proxy.narrowClient().get("/").readHead();

    Eventually.holds(() -> "found the client connected", () -> proxy.server().connections() == 0);
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
    assertThat(proxy.gauge("weir_failures_total{cause=\"client-stalled\"")).isEqualTo(1);
  }
}
