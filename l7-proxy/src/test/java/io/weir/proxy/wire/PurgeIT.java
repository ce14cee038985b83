package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Purging;
import io.weir.proxy.admin.PurgeOutcome;
import io.weir.proxy.admin.PurgeRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a purge does to what is stored and to what is under way: docs/cache.md. */
@ExtendWith(LeakWatch.class)
class PurgeIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static String reply(String fields, String text) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + text.length() + "\r\n\r\n" + text;
  }

  private static String cached(FakeOrigin origin, String settings) {
    return "cache c { memory 32M }\npool p { server "
        + origin.at()
        + " }\nhost * { route /** { cache c "
        + settings
        + "; to p } }";
  }

  private FakeOrigin counting(String fields) {
    var number = new AtomicInteger();
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        connection.nextRequest();
        connection.send(reply(fields, "number " + number.incrementAndGet()));
      }
    });
  }

  private String text(String path) throws IOException {
    return proxy.client().get(path).read().text();
  }

  @Test
  void aPurgedUrlIsFetchedAnewAndOthersAreNot() throws IOException {
    proxy.start(cached(counting("Cache-Control: max-age=60\r\n"), ""));
    assertThat(text("/a")).isEqualTo("number 1");
    assertThat(text("/b")).isEqualTo("number 2");

    var outcome = Purging.urls(proxy.server(), false, "http://x/a");

    assertThat(outcome).isEqualTo(new PurgeOutcome.Purged(List.of("c")));
    assertThat(text("/a")).isEqualTo("number 3");
    assertThat(text("/b")).isEqualTo("number 2");
    assertThat(proxy.gauge("weir_cache_purges_total{cache=\"c\"}")).isEqualTo(1);
    assertThat(proxy.gauge("weir_cache_purge_rules{cache=\"c\"}")).isEqualTo(1);
  }

  @Test
  void whatWasPurgedSoftlyIsUsedWhileItIsFetchedAnew() throws IOException {
    var fields = "Cache-Control: max-age=60, stale-while-revalidate=60\r\nCache-Tag: a\r\n";
    proxy.start(cached(counting(fields), ""));
    text("/a");

    Purging.tags(proxy.server(), true, "A");
    var stale = proxy.client().get("/a").read();

    assertThat(stale.text()).isEqualTo("number 1");
    assertThat(stale.field("Cache-Status").orElse("")).contains("hit; ttl=");
    Eventually.holds(
        () -> "not fetched anew",
        () -> {
          try {
            return text("/a").equals("number 2");
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void whatWasPurgedSoftlyStandsInForAServerThatFails() throws IOException {
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            connection.send(
                number.incrementAndGet() == 1
                    ? reply("Cache-Control: max-age=60, stale-if-error=60\r\n", "old")
                    : "HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n");
          }
        });
    proxy.start(cached(origin, ""));
    text("/a");

    Purging.urls(proxy.server(), true, "//x/a");

    assertThat(text("/a")).isEqualTo("old");
    assertThat(number.get()).isEqualTo(2);
  }

  @Test
  void tagsAreForPeersThatAreTrustedAndNotForClients() throws IOException {
    var fields = "Cache-Control: max-age=60\r\nCache-Tag: a\r\nSurrogate-Key: b c\r\n";
    var origin = counting(fields);
    proxy.start(cached(origin, ""));

    var missed = proxy.client().get("/a").read();
    var hit = proxy.client().get("/a").read();
    proxy.apply("trusted [127.0.0.1/32]\n" + cached(origin, ""));
    var trusted = proxy.client().get("/a").read();

    assertThat(missed.field("Cache-Tag")).isEmpty();
    assertThat(hit.field("Surrogate-Key")).isEmpty();
    assertThat(trusted.text()).isEqualTo("number 1");
    assertThat(trusted.field("Surrogate-Key")).contains("b c");
  }

  @Test
  void whatArrivesAfterItsPurgeIsNeitherStoredNorJoined() throws Exception {
    var begun = new CompletableFuture<Boolean>();
    var go = new CompletableFuture<Boolean>();
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            int count = number.incrementAndGet();
            var reply = reply("Cache-Control: max-age=60\r\nCache-Tag: a\r\n", "number " + count);
            if (count == 1) {
              connection.send(reply.substring(0, reply.length() - 1));
              begun.complete(true);
              go.join();
              connection.send("1");
            } else {
              connection.send(reply);
            }
          }
        });
    proxy.start(2, cached(origin, ""));
    var first = CompletableFuture.supplyAsync(this::a);
    begun.join();
    Eventually.holds(
        () -> "not arriving",
        () -> proxy.gauge("weir_cache_requests_total{cache=\"c\",outcome=\"miss\"") == 1);

    Purging.tags(proxy.server(), false, "a");
    var second = a();
    go.complete(true);

    assertThat(second).isEqualTo("number 2");
    assertThat(first.join()).isEqualTo("number 1");
    assertThat(a()).isEqualTo("number 2");
  }

  private String a() {
    try {
      return text("/a");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aNewRequestDoesNotJoinAFetchFromBeforeAnUnsafeOne() throws Exception {
    var begun = new CompletableFuture<Boolean>();
    var go = new CompletableFuture<Boolean>();
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            var request = connection.nextRequest();
            var fields = "Cache-Control: max-age=60\r\n";
            if (!request.line().startsWith("GET")) {
              connection.send(reply("", "done"));
            } else if (number.incrementAndGet() == 1) {
              begun.complete(true);
              go.join();
              connection.send(reply(fields, "old"));
            } else {
              connection.send(reply(fields, "new"));
            }
          }
        });
    proxy.start(2, cached(origin, ""));
    var first = CompletableFuture.supplyAsync(this::a);
    begun.join();

    proxy.client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").read();
    var second = a();
    go.complete(true);

    assertThat(second).isEqualTo("new");
    assertThat(first.join()).isEqualTo("old");
    assertThat(a()).isEqualTo("new");
  }

  @Test
  void anUnsafeRequestForgetsWhatItsOwnKeyKeepsApart() throws IOException {
    proxy.start(cached(counting("Cache-Control: max-age=60\r\n"), "key header \"X-T\""));
    var client = proxy.client();
    client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-T: 1\r\n\r\n").read();

    client.send("POST /a HTTP/1.1\r\nHost: x\r\nX-T: 1\r\nContent-Length: 0\r\n\r\n").read();
    var again = client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-T: 1\r\n\r\n").read();

    assertThat(again.text()).isEqualTo("number 3");
  }

  @Test
  void aResponseWithTooManyTagsIsNotStored() throws IOException {
    proxy.start(
        cached(
            counting("Cache-Control: max-age=60\r\nCache-Tag: " + "a,".repeat(1025) + "\r\n"), ""));

    var first = proxy.client().get("/a").read();

    assertThat(first.field("Cache-Status").orElse("")).contains("detail=too-many-tags");
    assertThat(text("/a")).isEqualTo("number 2");
  }

  @Test
  void saysWhichCacheThereIsNot() {
    proxy.start(cached(counting(""), ""));
    var outcome =
        Purging.purge(
            proxy.server(),
            new PurgeRequest(
                List.of("d"), false, true, List.of(), List.of(), List.of(), List.of()));

    assertThat(outcome)
        .isEqualTo(new PurgeOutcome.NoCache("found no cache 'd'; expected one of: c"));
    assertThat(Purging.urls(proxy.server(), false, "x"))
        .isEqualTo(
            new PurgeOutcome.Invalid(
                "found URL 'x'; expected one that starts with http:// or https://"));
  }
}
