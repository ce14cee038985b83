package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a cache does before and while something is stale, and how it knows languages. */
@ExtendWith(LeakWatch.class)
class CacheAheadIT {
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

  /** Answers with its number, first what is nearly over, then what lasts. */
  private FakeOrigin aging(String first, String later) {
    var number = new AtomicInteger();
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        connection.nextRequest();
        int count = number.incrementAndGet();
        connection.send(count == 1 ? first : later);
      }
    });
  }

  @Test
  void whatIsAskedForOftenIsFetchedBeforeItIsStale() throws IOException {
    var origin =
        aging(
            reply("Cache-Control: max-age=1000\r\nAge: 950\r\n", "old"),
            reply("Cache-Control: max-age=1000\r\n", "new"));
    proxy.start(cached(origin, "refresh-ahead 10%"));
    for (int i = 0; i < 10; i++) {
      assertThat(proxy.client().get("/a").read().text()).isEqualTo("old");
    }
    assertThat(origin.requests()).hasSize(1);

    var due = proxy.client().get("/a").read();

    assertThat(due.text()).isEqualTo("old");
    assertThat(due.field("Cache-Status").orElse("")).startsWith("weir; hit");
    Eventually.holds(() -> "not fetched anew", () -> text("/a").equals("new"));
    assertThat(proxy.gauge("weir_cache_refreshes_total")).isEqualTo(1);
  }

  @Test
  void whatIsFreshForLongIsNotFetchedAnew() throws IOException {
    var origin = aging(reply("Cache-Control: max-age=1000\r\nAge: 850\r\n", "old"), "");
    proxy.start(cached(origin, "refresh-ahead 10%"));

    for (int i = 0; i < 30; i++) {
      proxy.client().get("/a").read();
    }

    assertThat(proxy.gauge("weir_cache_refreshes_total")).isZero();
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aFailureDoesNotStandInThePlaceOfWhatIsFresh() throws IOException {
    var origin =
        aging(
            reply("Cache-Control: max-age=1000\r\nAge: 950\r\n", "old"),
            "HTTP/1.1 500 No\r\nCache-Control: max-age=1000\r\nContent-Length: 3\r\n\r\nbad");
    proxy.start(cached(origin, "refresh-ahead 10%"));
    for (int i = 0; i < 11; i++) {
      proxy.client().get("/a").read();
    }
    Eventually.holds(() -> "not asked", () -> origin.requests().size() == 2);

    for (int i = 0; i < 5; i++) {
      assertThat(proxy.client().get("/a").read().text()).isEqualTo("old");
    }
  }

  @Test
  void interimResponsesToAFetchBehindAClientsBackReachNobody() throws Exception {
    var go = new CompletableFuture<Boolean>();
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            var request = connection.nextRequest();
            if (request.line().contains("/b")) {
              go.join();
              connection.send(reply("", "b"));
            } else if (number.incrementAndGet() == 1) {
              connection.send(
                  reply("Cache-Control: max-age=0, stale-while-revalidate=100\r\n", "old"));
            } else {
              connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n");
              connection.send(reply("Cache-Control: max-age=1000\r\n", "new"));
              go.complete(true);
            }
          }
        });
    proxy.start(cached(origin, ""));
    var client = proxy.client();
    client.get("/a").read();
    client.get("/a").read();

    var next = client.get("/b").read();

    assertThat(next.status()).isEqualTo(200);
    assertThat(next.text()).isEqualTo("b");
  }

  @Test
  void aBrowserIsToldEarlyWhatAStalePageLoads() throws IOException {
    var fields =
        "Cache-Control: no-cache\r\nETag: \"e\"\r\nLink: </a.css>; rel=preload; as=style\r\n"
            + "Link: </next>; rel=next\r\n";
    var origin = aging(reply(fields, "page"), reply(fields, "page"));
    proxy.start(cached(origin, "early-hints"));
    proxy.client().get("/a").read();

    var hinted =
        proxy.client().send("GET /a HTTP/1.1\r\nHost: x\r\nSec-Fetch-Mode: navigate\r\n\r\n");
    var interim = hinted.readHeadOnly();
    var page = hinted.read();
    var plain = proxy.client().get("/a").read();

    assertThat(interim.status()).isEqualTo(103);
    assertThat(interim.field("Link")).contains("</a.css>; rel=preload; as=style");
    assertThat(interim.fields("Link")).hasSize(1);
    assertThat(page.status()).isEqualTo(200);
    assertThat(plain.status()).isEqualTo(200);
  }

  @Test
  void oneVariantIsKeptForEachLanguageThatServersHave() throws IOException {
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            var request = connection.nextRequest();
            connection.send(
                reply(
                    "Cache-Control: max-age=60\r\nVary: Accept-Language\r\n",
                    "in " + request.fields("Accept-Language")));
          }
        });
    proxy.start(cached(origin, "vary language [\"en\", \"de\"]"));

    assertThat(in("de-CH,de;q=0.9,en;q=0.8")).isEqualTo("in [de]");
    assertThat(in("fr, de;q=0.5")).isEqualTo("in [de]");
    assertThat(in("en-US,en;q=0.5")).isEqualTo("in [en]");
    assertThat(in("fr")).isEqualTo("in []");
    assertThat(in("it")).isEqualTo("in []");
    assertThat(origin.requests()).hasSize(3);
  }

  private String in(String languages) throws IOException {
    return proxy
        .client()
        .send("GET /a HTTP/1.1\r\nHost: x\r\nAccept-Language: " + languages + "\r\n\r\n")
        .read()
        .text();
  }

  private String text(String path) {
    try {
      return proxy.client().get(path).read().text();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
