package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgraded connections: both halves, their ends, and what does not become a tunnel. */
@ExtendWith(LeakWatch.class)
class TunnelIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String ASK =
      "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  /** More than the sockets between a client and a server take. */
  private static final int MUCH = 48 << 20;

  @Test
  void octetsPassBothWaysAsTheyCome() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH + "hello");
          assertThat(connection.exactly(5)).asString().isEqualTo("early");
          assertThat(connection.exactly(4)).asString().isEqualTo("late");
          connection.send("bye").awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK + "early");

    var head = client.readHead();

    assertThat(head).startsWith("HTTP/1.1 101 ").contains("Upgrade: websocket\r\n");
    assertThat(WireReply.fields(head, "Connection")).containsExactly("upgrade");
    assertThat(client.exactly(5)).asString().isEqualTo("hello");
    assertThat(client.send("late").exactly(3)).asString().isEqualTo("bye");
    assertThat(origin.request().fields("Connection")).containsExactly("upgrade");
    assertThat(origin.request().fields("Upgrade")).containsExactly("websocket");
    assertThat(client.halfClose().toEnd()).isEmpty();
  }

  @Test
  void theServerMayAnswerAfterTheClientHasEndedItsHalf() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          connection.awaitEnd();
          connection.send("last words");
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();

    var octets = client.send("abc").halfClose().toEnd();

    assertThat(octets).isEqualTo("last words");
  }

  @Test
  void theClientMaySendAfterTheServerHasEndedItsHalf() throws IOException {
    var got = new AtomicReference<String>("");
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH + "last words").finish();
          got.set(new String(connection.exactly(5), StandardCharsets.US_ASCII));
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();

    assertThat(client.toEnd()).isEqualTo("last words");
    client.send("still").halfClose();

    Eventually.holds(() -> "found " + got.get(), () -> got.get().equals("still"));
  }

  @Test
  void aServerThatDoesNotReadStopsTheClient() throws IOException {
    var reads = new CountDownLatch(1);
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          await(reads);
          connection.skip(MUCH);
          connection.send("all").awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();
    var sender = sending(client, MUCH);

    Eventually.holds(() -> "the client is not stopped", sender::stands);
    reads.countDown();

    assertThat(client.exactly(3)).asString().isEqualTo("all");
    assertThat(sender.atStandstill()).isLessThan(MUCH);
  }

  @Test
  void nothingIsLostWhenTheClientEndsItsHalfWhileTheServerDoesNotRead() throws IOException {
    var reads = new CountDownLatch(1);
    int octets = 9 << 20;
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          await(reads);
          connection.skip(octets);
          connection.awaitEnd();
          connection.send("all");
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();
    var sender = sending(client, octets);
    Eventually.holds(() -> "the client is not stopped", sender::stands);
    reads.countDown();

    assertThat(client.toEnd()).isEqualTo("all");
  }

  @Test
  void aClientThatDoesNotReadStopsTheServer() throws IOException {
    var server = new AtomicReference<OriginConnection>();
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          server.set(connection);
          connection.send(SWITCH);
          for (int i = 0; i < MUCH >> 16; i++) {
            connection.send(new byte[64 << 10]);
          }
          connection.finish();
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.narrowClient().send(ASK);
    client.readHead();
    var standstill = new Standstill(() -> server.get().sent());

    Eventually.holds(() -> "the server is not stopped", standstill::reached);
    assertThat(standstill.value()).isLessThan(MUCH);
    client.skip(MUCH);

    assertThat(client.toEnd()).isEmpty();
    client.halfClose();
  }

  @Test
  void muchStillPassesToAClientThatHasEndedItsHalf() throws IOException {
    var server = new AtomicReference<OriginConnection>();
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          connection.awaitEnd();
          server.set(connection);
          for (int i = 0; i < MUCH >> 16; i++) {
            connection.send(new byte[64 << 10]);
          }
        });
    proxy.to(origin);
    var client = proxy.narrowClient().send(ASK);
    client.readHead();
    client.send("abc").halfClose();
    Eventually.holds(() -> "the server hears no end", () -> server.get() != null);
    var standstill = new Standstill(() -> server.get().sent());

    Eventually.holds(() -> "the server is not stopped", standstill::reached);
    client.skip(MUCH);

    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void muchStillPassesToAServerThatHasEndedItsHalf() throws IOException {
    var reads = new CountDownLatch(1);
    var got = new AtomicReference<String>("nothing");
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH + "last words").finish();
          await(reads);
          connection.skip(MUCH);
          connection.awaitEnd();
          got.set("all");
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();
    assertThat(client.toEnd()).isEqualTo("last words");
    var sender = sending(client, MUCH);

    Eventually.holds(() -> "the client is not stopped", sender::stands);
    reads.countDown();

    Eventually.holds(() -> "found " + got.get(), () -> got.get().equals("all"));
  }

  @Test
  void theServersResetReachesTheClient() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          connection.exactly(1);
          connection.reset();
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();

    assertThat(client.send("a").toEnd()).isEqualTo("<reset>");
  }

  @Test
  void theClientsResetReachesTheServer() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          connection.awaitEnd();
        });
    proxy.to(origin);
    var client = proxy.client().send(ASK);
    client.readHead();

    client.reset();

    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  @Test
  void aServerThatDoesNotSwitchAnswersAsAlways() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("no")));
    proxy.to(origin);
    var client = proxy.client();

    client.send(ASK + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(client.read().text()).isEqualTo("no");
    assertThat(client.read().text()).isEqualTo("no");
    assertThat(origin.requests())
        .extracting(request -> request.path())
        .containsExactly("/ws", "/next");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n\r\n",
        "Upgrade: websocket\r\n\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n\r\nabc"
      })
  void someUpgradesAreNotPassedOn(String fields) throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("plain")));
    proxy.to(origin);
    var client = proxy.client();

    client.send("GET / HTTP/1.1\r\nHost: x\r\n" + fields);

    assertThat(client.read().text()).isEqualTo("plain");
    assertThat(origin.request().fields("Upgrade")).isEmpty();
    assertThat(origin.request().fields("Connection")).isEmpty();
    assertThat(origin.request().fields("HTTP2-Settings")).isEmpty();
  }

  @Test
  void aTunnelWithNothingToSayIsClosed() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send(SWITCH);
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /** { timeout tunnel 200ms; to web } }");
    var client = proxy.client().send(ASK);
    client.readHead();

    assertThat(client.toEnd()).isIn("", "<reset>");
    Eventually.holds(() -> "found the server's connection open", () -> origin.open() == 0);
  }

  private static Sender sending(RawClient client, int octets) {
    var sender = new Sender();
    Thread.startVirtualThread(() -> {
      try {
        for (int i = 0; i < octets >> 16; i++) {
          client.send(new byte[64 << 10]);
          sender.sent.addAndGet(64 << 10);
        }
        client.halfClose();
      } catch (IOException e) {
        // The test has failed already.
      }
    });
    return sender;
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Counts what a client could send. */
  private static final class Sender {
    private final AtomicLong sent = new AtomicLong();
    private final Standstill standstill = new Standstill(sent::get);

    boolean stands() {
      return standstill.reached();
    }

    long atStandstill() {
      return standstill.value();
    }
  }
}
