package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that takes no connections costs no client its reply, however many come at once. */
@ExtendWith(LeakWatch.class)
class OutageIT {
  private static final int CLIENTS = 20;
  private static final int REQUESTS = 10;

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @ParameterizedTest
  @ValueSource(strings = {"", " backup"})
  void noRequestIsLostToOneOfTwoServers(String other) throws Exception {
    var good = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("good")));
    start(FakeOrigin.nobody(), good.at() + other, "");

    assertThat(statuses()).containsOnly(200).hasSize(CLIENTS * REQUESTS);
    // All clients may meet it at once; after that it is passed over, but for one trial a second.
    assertThat(failures()).isBetween(1L, CLIENTS + 10L);
  }

  @Test
  void noPostIsLostToOneOfTwoServersOrSentTwice() throws Exception {
    var good = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("good")));
    start(FakeOrigin.nobody(), good.at(), "balance round-robin");

    assertThat(statuses("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"))
        .containsOnly(200);
    assertThat(good.requests()).hasSize(CLIENTS * REQUESTS);
  }

  @Test
  void aServerThatIsBackTakesRequestsAgain() throws IOException {
    var nobody = FakeOrigin.nobody();
    var good = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("good")));
    start(nobody, good.at(), "balance round-robin");
    for (int i = 0; i < 4; i++) {
      assertThat(proxy.client().get("/").read().text()).isEqualTo("good");
    }

    proxy.closing(FakeOrigin.replyingAt(nobody, FakeOrigin.ok("back")));

    Eventually.holds(() -> "found no reply of the server that is back", this::isBack);
  }

  private boolean isBack() {
    try {
      return proxy.client().get("/").read().text().equals("back");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereNoServerTakesConnectionsEachIsStillAsked() throws IOException {
    start(FakeOrigin.nobody(), FakeOrigin.nobody(), "");

    for (int i = 0; i < 3; i++) {
      assertThat(proxy.client().get("/").read().status()).isEqualTo(502);
    }
    assertThat(failures()).isEqualTo(6);
  }

  /** A full server is no reason to ask one that takes no connections. */
  @Test
  void aRequestWaitsForTheOneThatWorks() throws Exception {
    var good = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("good")));
    start(FakeOrigin.nobody() + " max-conns 9", good.at() + " max-conns 1", "queue 100 for 10s");

    assertThat(statuses()).containsOnly(200);
    assertThat(failures()).isBetween(1L, CLIENTS + 10L);
  }

  private void start(String first, String second, String more) {
    proxy.start(
        "pool web { server "
            + first
            + "; server "
            + second
            + "; "
            + more
            + " }\nhost * { route /** { to web } }");
  }

  private long failures() {
    return proxy.gauge("weir_upstream_connect_failures_total");
  }

  private List<Integer> statuses() throws Exception {
    return statuses("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  /** What clients get that ask one after the other, all beginning at the same moment. */
  private List<Integer> statuses(String request) throws Exception {
    var begin = new CountDownLatch(CLIENTS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<List<Integer>>>();
      for (int i = 0; i < CLIENTS; i++) {
        var client = proxy.client();
        Callable<List<Integer>> asking =
            () -> {
              begin.countDown();
              begin.await();
              var statuses = new ArrayList<Integer>();
              for (int j = 0; j < REQUESTS; j++) {
                statuses.add(client.send(request).read().status());
              }
              return statuses;
            };
        results.add(threads.submit(asking));
      }
      var all = new ArrayList<Integer>();
      for (var result : results) {
        all.addAll(result.get());
      }
      return all;
    }
  }
}
