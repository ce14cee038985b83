package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reload means to connections that are open. */
@Timeout(60)
class ReloadIT {
  private static final String ODD = "GET /a%2Fb HTTP/1.1\r\nHost: x\r\nx_y: 1\r\n\r\n";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void aKeptConnectionIsHeldToWhatItsListenerHasBecome() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("served")));
    var site = ProxyFixture.toAll(origin.at());
    proxy.start(listen("encoded-slash pass; underscores pass") + site);
    var one = proxy.client().send(ODD);
    var other = proxy.client().send(ODD);
    var before = new int[] {one.read().status(), other.read().status()};

    apply(listen("redirect https") + site);
    var redirected = one.get("/").read();
    var refused = other.send(ODD).read();

    assertThat(before).containsOnly(200);
    assertThat(redirected.status()).isEqualTo(308);
    assertThat(refused.status()).isEqualTo(400);
  }

  @Test
  void aHeadThatIsHalfThereIsReadByWhatIsInForceWhenItIsWhole() throws IOException {
    proxy.start(listen("encoded-slash pass") + respond("old"));
    var client = proxy.client().get("/");
    client.read();

    client.send(ODD.substring(0, 20));
    apply(listen("encoded-slash refuse") + respond("new"));

    assertThat(client.send(ODD.substring(20)).read().status()).isEqualTo(400);
  }

  @Test
  void requestsOnAConnectionAreCountedOnForANewLimit() throws IOException {
    proxy.start(listen("") + respond("old"));
    var client = proxy.client().get("/");
    var first = client.read();

    apply(listen("keep-alive requests 2") + respond("new"));
    var second = client.get("/").read();

    assertThat(first.head()).doesNotContain("Connection: close");
    assertThat(second.text()).isEqualTo("new");
    assertThat(second.head()).contains("Connection: close");
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void connectionsOfAListenerThatIsNoMoreAreClosed() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CompletableFuture<Void>();
    var origin =
        proxy.origin(connection -> {
          connection.request();
          asked.countDown();
          goOn.join();
          connection.send(FakeOrigin.ok("done"));
        });
    proxy.start(listen("") + ProxyFixture.toAll(origin.at()));
    var idle = proxy.client();
    var busy = proxy.client().get("/");
    asked.await();

    apply("listen 127.0.0.2:0\n" + respond("new"));
    var left = idle.toEnd();
    goOn.complete(null);
    var answer = busy.read();

    assertThat(left).isEmpty();
    assertThat(answer.text()).isEqualTo("done");
    assertThat(answer.head()).contains("Connection: close");
    assertThat(busy.toEnd()).isEmpty();
  }

  @Test
  void connectionsOfAListenerThatBelievesOthersNowAreClosed() throws IOException {
    proxy.start(listen("") + respond("old"));
    var client = proxy.client().get("/");
    client.read();

    apply(listen("proxy-protocol from 127.0.0.1/32") + respond("new"));

    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void noRequestFailsWhileListenersChange() throws Exception {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("served")));
    var site = ProxyFixture.toAll(origin.at());
    proxy.start(2, listen("") + site);
    var stops = new AtomicBoolean();
    var clients = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        var client = proxy.client();
        clients.add(threads.submit(() -> served(client, stops)));
      }
      for (int i = 0; i < 20; i++) {
        apply(listen(i % 2 == 0 ? "encoded-slash pass" : "timeout keep-alive 20s") + site);
      }
      stops.set(true);
    }

    for (var client : clients) {
      assertThat(client.get()).isPositive();
    }
  }

  /** How many requests were answered, on one connection. */
  private static int served(RawClient client, AtomicBoolean stops) throws IOException {
    int count = 0;
    while (!stops.get()) {
      assertThat(client.get("/").read().text()).isEqualTo("served");
      count++;
    }
    return count;
  }

  private void apply(String text) {
    assertThat(proxy.apply(text)).isInstanceOf(Outcome.InForce.class);
  }

  private static String listen(String settings) {
    return "listen 127.0.0.1:0 { " + settings + " }\n";
  }

  private static String respond(String text) {
    return "host * { route /** { respond 200 \"" + text + "\" } }\n";
  }
}
