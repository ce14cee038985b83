package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that mean harm: each is refused with its status, and counted by its cause. */
@ExtendWith(LeakWatch.class)
class HostileIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

  static Stream<Arguments> floods() {
    return Stream.of(
        Arguments.of(431, "head-too-large", GET + "X: " + "h".repeat(64 << 10) + "\r\n\r\n"),
        Arguments.of(431, "head-too-large", GET + "X: y\r\n".repeat(2000) + "\r\n"),
        Arguments.of(431, "head-too-large", GET + ("X: " + "z".repeat(4000) + "\r\n").repeat(20)),
        Arguments.of(414, "target-too-long", "GET /" + "p".repeat(64 << 10) + " HTTP/1.1\r\n"),
        Arguments.of(400, "bad-body", CHUNKED + "1;" + "e".repeat(64 << 10)),
        Arguments.of(400, "bad-body", CHUNKED + ("1;" + "e".repeat(3000) + "\r\nx\r\n").repeat(20)),
        Arguments.of(400, "bad-body", CHUNKED + "0\r\n" + "X: y\r\n".repeat(100)),
        Arguments.of(400, "bad-body", CHUNKED + "0".repeat(1000)),
        Arguments.of(413, "body-too-large", CHUNKED + "1\r\nx\r\n".repeat(3000)),
        Arguments.of(408, "head-timeout", GET + "X-Slow: a"),
        Arguments.of(408, "body-timeout", CHUNKED + "1\r\nx\r\n"),
        Arguments.of(400, "bad-framing", GET + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void isRefusedAndCountedByItsCause(int status, String cause, String octets) throws IOException {
    var origin = proxy.origin(HostileIT::swallow);
    proxy.start(
        "listen 127.0.0.1:0 { timeout header 200ms }\ntimeout body 200ms\nbody max 2k\n"
            + ProxyFixture.toAll(origin.at()));
    var client = proxy.client();

    Thread.startVirtualThread(() -> send(client, octets));

    assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ");
    client.close();
    Eventually.holds(
        () -> "found no " + cause,
        () -> proxy.gauge("weir_failures_total{cause=\"" + cause + "\",fault=\"client\"}") == 1);
  }

  @Test
  void aBodyThatIsTooSlowOverallIsRefusedThoughItNeverStops() throws Exception {
    var origin = proxy.origin(HostileIT::swallow);
    proxy.start("body min-rate 1M after 300ms\n" + ProxyFixture.toAll(origin.at()));
    var client =
        proxy.client().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");

    var sender = Thread.startVirtualThread(() -> trickle(client));

    assertThat(client.readHead()).startsWith("HTTP/1.1 408");
    client.close();
    sender.join();
  }

  @Test
  void tenThousandTinyChunksReachTheServerAsTheContentTheyAre() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("fine")));
    proxy.to(origin);

    var reply = proxy.client().send(CHUNKED + "1\r\nx\r\n".repeat(10_000) + "0\r\n\r\n").read();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(origin.requests().getFirst().text()).isEqualTo("x".repeat(10_000));
  }

  private static void trickle(RawClient client) {
    try {
      while (true) {
        client.send("x");
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException e) {
      // Refused, as it should be.
    }
  }

  private static void send(RawClient client, String octets) {
    try {
      client.send(octets);
    } catch (IOException e) {
      // Refused before all of it was sent.
    }
  }

  private static void swallow(OriginConnection connection) throws IOException {
    connection.head();
    connection.awaitEnd();
  }
}
