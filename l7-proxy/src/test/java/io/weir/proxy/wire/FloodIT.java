package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that ask and never read what they get. */
@ExtendWith(LeakWatch.class)
class FloodIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final int MANY = 9_000;
  private static final int REPLY = 8 << 10;
  private static final String REQUESTS = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(MANY);

  @Test
  void aClientThatAsksAndNeverReadsIsNotAnsweredWithoutEnd() throws IOException {
    proxy.start(
        "policy brief { timeout idle 200ms }\nhost * { use brief; route /** { respond 200 \""
            + "a".repeat(REPLY)
            + "\" } }");

    sendAll(proxy.narrowClient());

    Eventually.holds(() -> "found the client connected", () -> proxy.server().connections() == 0);
    assertThat(proxy.gauge("weir_requests_total{")).isLessThan(MANY);
  }

  @Test
  void aClientThatReadsLateGetsAllItAskedFor() throws IOException {
    proxy.start("host * { route /** { respond 200 \"" + "a".repeat(REPLY) + "\" } }");
    var client = proxy.narrowClient();
    sendAll(client);

    for (int i = 0; i < MANY; i++) {
      assertThat(client.read().text()).hasSize(REPLY);
    }
  }

  @Test
  void aServerIsNotAskedForAClientThatNeverReads() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("a".repeat(REPLY))));
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\npolicy brief { timeout idle 200ms }\n"
            + "host * { use brief; route /** { to web } }");

    sendAll(proxy.narrowClient());

    Eventually.holds(() -> "found the client connected", () -> proxy.server().connections() == 0);
    assertThat(origin.requests()).hasSizeLessThan(MANY);
  }

  private static void sendAll(RawClient client) {
    Thread.startVirtualThread(() -> {
      try {
        client.send(REQUESTS);
      } catch (IOException e) {
        // The proxy hangs up on a client that takes nothing, as it should.
      }
    });
  }
}
