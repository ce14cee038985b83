package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many who want to know at once who they are. */
@ExtendWith(LeakWatch.class)
class CrowdIT {
  /** Of this cost one check takes about a second. */
  private static final String SLOW =
      "ann:$2b$14$Bwyx.rVOvQk0z2GkbyZeq.ow4fYoTp1Lyi8yp1iUjwZ7Vk44akBVm\n";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();
  @TempDir private Path folder;

  private final FakeOrigin origin = FakeOrigin.replying(FakeOrigin.ok("in"));

  @Test
  void refusesPasswordsBeyondThoseThatCanWaitAndForgetsThoseWhoGo() throws IOException {
    var file = Files.writeString(folder.resolve("users"), SLOW);
    proxy.closing(origin);
    proxy.start(
        "host * { route /in { auth basic file \"%s\"; respond 200 }\nroute /** { respond 200 } }"
            .formatted(file));
    var clients = new ArrayList<RawClient>();

    for (int i = 0; i < 300; i++) {
      clients.add(proxy.client().send(login("guess " + i)));
    }
    Eventually.holds(
        () -> "nobody is refused",
        () -> proxy.gauge("weir_failures_total{cause=\"auth-busy\"") >= 300 - 256 - 64);
    var busy = proxy.client().send(login("one more")).read();
    var other = proxy.client().get("/").read();
    for (var client : clients) {
      client.reset();
    }

    assertThat(busy.status()).isEqualTo(503);
    assertThat(other.status()).isEqualTo(200);
    // Those who have gone are passed over, so that it is not minutes before there is room.
    Eventually.holds(() -> "there is never room again", this::isRoom);
  }

  private boolean isRoom() {
    try {
      var before = proxy.gauge("weir_failures_total{cause=\"auth-busy\"");
      var client = proxy.client().send(login("later " + System.nanoTime()));
      proxy.client().get("/").read();
      boolean isRoom = proxy.gauge("weir_failures_total{cause=\"auth-busy\"") == before;
      client.reset();
      return isRoom;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void asksOnceForAllWhoHaveTheSameKey() throws Exception {
    var isWaiting = new CountDownLatch(1);
    var judge =
        proxy.origin(connection -> {
          while (connection.request() != null) {
            awaitQuietly(isWaiting);
            connection.send("HTTP/1.1 204 No Content\r\nX-User: ann\r\n\r\n");
          }
        });
    proxy.closing(origin);
    proxy.start(
        "pool web { server %s }\nhost * { route /** { auth forward \"http://%s/\" { %s }; to web } }"
            .formatted(origin.at(), judge.at(), "upstream \"X-User\"; cache 1m per cookie \"s\""));
    var clients = new ArrayList<RawClient>();

    for (int i = 0; i < 20; i++) {
      clients.add(proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\nCookie: s=1\r\n\r\n"));
    }
    Eventually.holds(
        () -> "not all are at hand", () -> proxy.gauge("weir_requests_in_flight") == 20);
    Eventually.holds(() -> "nobody is asked", () -> judge.requests().size() == 1);
    isWaiting.countDown();

    for (var client : clients) {
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(judge.requests()).hasSize(1);
    assertThat(origin.requests())
        .hasSize(20)
        .allSatisfy(seen -> assertThat(seen.fields("X-User")).containsExactly("ann"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String login(String password) {
    var text = ("ann:" + password).getBytes(StandardCharsets.UTF_8);
    return "GET /in HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
        + Base64.getEncoder().encodeToString(text)
        + "\r\n\r\n";
  }
}
