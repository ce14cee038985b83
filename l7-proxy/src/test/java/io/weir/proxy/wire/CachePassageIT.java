package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What no tier takes, asked for by many at once: docs/cache.md. */
@ExtendWith(LeakWatch.class)
class CachePassageIT {
  private static final int SIZE = 32 << 20;
  private static final int PART = 64 << 10;

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile String tag = "\"one\"";

  /** Each eight octets say where they are. */
  private static byte[] part(int from, int to) {
    var octets = ByteBuffer.allocate((to - from + 23) / 8 * 8);
    int first = from / 8 * 8;
    for (int at = first; octets.hasRemaining(); at += 8) {
      octets.putLong(at);
    }
    return Arrays.copyOfRange(octets.array(), from - first, to - first);
  }

  private FakeOrigin serving() {
    return proxy.origin(connection -> {
      while (true) {
        var request = connection.nextRequest();
        await(gate);
        int from = 0;
        if (request.fields("If-Range").contains(tag)) {
          var range = request.fields("Range").getFirst();
          from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        }
        connection.send(
            (from == 0
                    ? "HTTP/1.1 200 OK\r\n"
                    : "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %d-%d/%d\r\n"
                        .formatted(from, SIZE - 1, SIZE))
                + "Cache-Control: max-age=60\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(tag, SIZE - from));
        for (int at = from; at < SIZE; at += PART) {
          connection.send(part(at, Math.min(SIZE, at + PART)));
        }
      }
    });
  }

  private FakeOrigin start() {
    var origin = serving();
    proxy.start(
        "cache c { memory 64M; object 64k }\npool p { server "
            + origin.at()
            + " }\nhost * { route /** { cache c; to p } }");
    return origin;
  }

  /** Lets the server answer when so many have asked. */
  private void openFor(int clients) {
    Eventually.holds(
        () -> "not all are at hand", () -> proxy.gauge("weir_requests_in_flight") == clients);
    gate.countDown();
  }

  /** Reads the content; octets that are right, from the start. */
  private static int read(RawClient client) {
    int right = 0;
    try {
      while (right < SIZE && Arrays.equals(client.exactly(PART), part(right, right + PART))) {
        right += PART;
      }
    } catch (IOException e) {
      // What came by then counts.
    }
    return right;
  }

  @Test
  void allWhoWaitGetItFromOneFetch() throws IOException {
    var origin = start();
    var replies = new ArrayList<CompletableFuture<Integer>>();
    var collapsed = new ArrayList<CompletableFuture<String>>();
    for (int i = 0; i < 12; i++) {
      var client = proxy.client().get("/big");
      var head = CompletableFuture.supplyAsync(() -> head(client), Thread::startVirtualThread);
      collapsed.add(head);
      replies.add(head.thenApplyAsync(_ -> read(client), Thread::startVirtualThread));
    }

    openFor(12);

    assertThat(replies).allSatisfy(reply -> assertThat(reply.join()).isEqualTo(SIZE));
    assertThat(collapsed.stream().filter(head -> head.join().contains("collapsed"))).hasSize(11);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void whoIsSlowerGetsTheRestByARequestOfItsOwn() throws IOException {
    var origin = start();
    var quick = proxy.client().get("/big");
    var slow = proxy.narrowClient().get("/big");

    openFor(2);
    head(slow);
    head(quick);
    int read = read(quick);
    int readSlowly = read(slow);

    assertThat(read).isEqualTo(SIZE);
    assertThat(readSlowly).isEqualTo(SIZE);
    assertThat(origin.requests()).hasSize(2);
    assertThat(origin.requests().getLast().fields("If-Range")).containsExactly(tag);
    assertThat(origin.requests().getLast().fields("Range").getFirst()).matches("bytes=[1-9]\\d+-");
  }

  @Test
  void theRestOfAnotherVersionIsNeverPutBehindTheFirst() throws IOException {
    var origin = start();
    var quick = proxy.client().get("/big");
    var slow = proxy.narrowClient().get("/big");

    openFor(2);
    head(slow);
    head(quick);
    tag = "\"two\"";
    int read = read(quick);
    int readSlowly = read(slow);

    assertThat(read).isEqualTo(SIZE);
    assertThat(readSlowly).isLessThan(SIZE);
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void whatCannotBeContinuedIsFetchedByEach() throws IOException {
    tag = "W/\"weak\"";
    var origin = start();
    var first = proxy.client().get("/big");
    var second = proxy.client().get("/big");

    openFor(2);
    head(first);
    var other = CompletableFuture.supplyAsync(() -> read(first), Thread::startVirtualThread);
    head(second);

    assertThat(read(second)).isEqualTo(SIZE);
    assertThat(other.join()).isEqualTo(SIZE);
    assertThat(origin.requests()).hasSize(2);
  }

  private static String head(RawClient client) {
    try {
      return client.readHead();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
