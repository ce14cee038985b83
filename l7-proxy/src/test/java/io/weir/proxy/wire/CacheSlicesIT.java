package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Slices of huge files: docs/cache.md. */
class CacheSlicesIT extends VersionedFile {
  private static final String SLICED = "memory 32M; slice 64k";

  @Test
  void onlyTheSlicesThatARangeNeedsAreFetched() throws IOException {
    var content = text(1_000_000, "a");
    var origin = file(new Version("\"1\"", content), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));

    var first = range("200000-300000");
    var again = range("250000-262143");
    var more = range("290000-400000");

    assertThat(first.status()).isEqualTo(206);
    assertThat(first.text()).isEqualTo(content.substring(200_000, 300_001));
    assertThat(first.field("Content-Range")).contains("bytes 200000-300000/1000000");
    assertThat(again.text()).isEqualTo(content.substring(250_000, 262_144));
    assertThat(again.field("Cache-Status").orElse("")).contains("hit");
    assertThat(more.text()).isEqualTo(content.substring(290_000, 400_001));
    assertThat(origin.requests().stream().map(seen -> seen.fields("Range").getFirst()))
        .containsExactly(
            "bytes=196608-262143",
            "bytes=262144-327679",
            "bytes=327680-393215",
            "bytes=393216-458751");
    assertThat(origin.requests().get(1).fields("If-Range")).containsExactly("\"1\"");
  }

  @Test
  void theWholeIsPutTogetherFromSlices() throws IOException {
    var content = text(200_000, "a");
    var origin = file(new Version("\"1\"", content), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));

    var whole = get("");
    var again = get("");
    var end = range("-5");
    var known = get("If-None-Match: \"1\"\r\n");
    var none = range("200000-");

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(content);
    assertThat(again.text()).isEqualTo(content);
    assertThat(again.field("Content-Length")).contains("200000");
    assertThat(again.field("Content-Range")).isEmpty();
    assertThat(end.text()).isEqualTo(content.substring(199_995));
    assertThat(known.status()).isEqualTo(304);
    assertThat(none.status()).isEqualTo(416);
    assertThat(none.field("Content-Range")).contains("bytes */200000");
    assertThat(origin.requests()).hasSize(4);
  }

  @Test
  void slicesOfTwoVersionsAreNeverInOneReply() throws IOException {
    var old = text(200_000, "a");
    var fresh = text(200_000, "b");
    var origin = file(new Version("\"1\"", old), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));
    range("0-9");
    now.set(new Version("\"2\"", fresh));

    var client = proxy.client().send("GET /f HTTP/1.1\r\nHost: x\r\n\r\n");
    client.readHead();
    var broken = client.toEnd();
    var whole = get("");

    assertThat(broken).endsWith("<reset>").startsWith(old.substring(0, 1000)).doesNotContain("b0");
    assertThat(whole.text()).isEqualTo(fresh);
    assertThat(range("100000-199999").text()).isEqualTo(fresh.substring(100_000));
  }

  @Test
  void staleSlicesAreValidatedOnceForAll() throws IOException {
    var content = text(200_000, "a");
    var origin = file(new Version("\"1\"", content), "Cache-Control: max-age=0\r\n");
    proxy.start(cached(origin, SLICED));
    get("");

    var again = get("");

    assertThat(again.text()).isEqualTo(content);
    assertThat(again.field("Cache-Status")).contains("weir; fwd=stale; fwd-status=304");
    assertThat(origin.requests()).hasSize(5);
    assertThat(origin.requests().getLast().fields("If-None-Match")).containsExactly("\"1\"");
  }

  @Test
  void anUnsafeRequestHasAllSlicesAskedForAnew() throws IOException {
    var old = text(200_000, "a");
    var fresh = text(200_000, "b");
    var origin = file(new Version("\"1\"", old), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));
    get("");
    now.set(new Version("\"2\"", fresh));

    proxy.client().send("PUT /f HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").read();

    assertThat(get("").text()).isEqualTo(fresh);
  }

  @Test
  void whatHasNoStrongTagIsFetchedAsItWasAskedFor() throws IOException {
    var content = text(200_000, "a");
    var origin = file(new Version("", content), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));

    var whole = get("");
    var again = get("");

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(content);
    assertThat(again.text()).isEqualTo(content);
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void aServerWithoutRangesIsTakenAtItsWord() throws IOException {
    var content = text(200_000, "a");
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"1\"\r\nContent-Length: "
                    + content.length()
                    + "\r\n\r\n"
                    + content));
    proxy.start(cached(origin, SLICED));

    assertThat(range("100000-100009").text()).isEqualTo(content);
    assertThat(range("100000-100009").text()).isEqualTo(content.substring(100_000, 100_010));
    assertThat(get("").text()).isEqualTo(content);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aRangeBehindTheEndIsRefusedByTheServer() throws IOException {
    var origin = file(new Version("\"1\"", text(100_000, "a")), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));

    var none = range("500000-500001");

    assertThat(none.status()).isEqualTo(416);
    assertThat(none.field("Content-Range")).contains("bytes */100000");
  }

  @Test
  void nobodyWaitsForWhatCannotBeStored() throws Exception {
    var number = new AtomicInteger();
    var both = new CountDownLatch(2);
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            if (number.incrementAndGet() > 1) {
              both.countDown();
              await(both);
            }
            connection.send(
                "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 2\r\n\r\nok");
          }
        });
    proxy.start(cached(origin, SLICED).replace("cache c;", "cache c wait 1m;"));
    get("");

    var one = proxy.client().get("/f");
    var other = proxy.client().get("/f");

    assertThat(one.read().text()).isEqualTo("ok");
    assertThat(other.read().text()).isEqualTo("ok");
  }

  private WireReply head(String fields) throws IOException {
    return proxy.client().send("HEAD /f HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").readHeadOnly();
  }

  @Test
  void headIsAnsweredFromWhatSlicesHaveInCommon() throws IOException {
    var origin = file(new Version("\"1\"", text(200_000, "a")), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));
    range("0-9");

    var whole = head("Range: bytes=5-6\r\n");
    var known = head("If-None-Match: \"1\"\r\n");

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.field("Content-Length")).contains("200000");
    assertThat(whole.field("Content-Range")).isEmpty();
    assertThat(whole.field("Cache-Status").orElse("")).startsWith("weir; hit");
    assertThat(known.status()).isEqualTo(304);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void theAnswerToHeadRenewsWhatSlicesHaveInCommonOrMakesItVoid() throws IOException {
    var old = text(200_000, "a");
    var fresh = text(300_000, "b");
    var origin = file(new Version("\"1\"", old), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));
    range("0-9");

    head("Cache-Control: no-cache\r\n");
    var kept = range("0-9");
    now.set(new Version("\"2\"", fresh));
    head("Cache-Control: no-cache\r\n");
    var changed = range("0-9");

    assertThat(kept.text()).isEqualTo(old.substring(0, 10));
    assertThat(changed.text()).isEqualTo(fresh.substring(0, 10));
    assertThat(origin.requests()).hasSize(4);
  }

  @Test
  void severalRangesAreOneMultipartBodyOfSlices() throws IOException {
    var content = text(1_000_000, "a");
    var origin =
        file(
            new Version("\"1\"", content),
            "Cache-Control: max-age=60\r\nContent-Type: text/plain\r\n");
    proxy.start(cached(origin, SLICED));

    var parts = range("100-109,400000-400009,-10");
    var again = range("100-109,400000-400009,-10");

    assertThat(parts.status()).isEqualTo(206);
    assertThat(parts.field("Content-Type").orElse("")).startsWith("multipart/byteranges");
    assertThat(parts.field("Content-Range")).isEmpty();
    assertThat(parts.text())
        .contains(
            "Content-Type: text/plain\r\nContent-Range: bytes 100-109/1000000\r\n\r\n"
                + content.substring(100, 110)
                + "\r\n")
        .contains(
            "Content-Range: bytes 400000-400009/1000000\r\n\r\n"
                + content.substring(400_000, 400_010))
        .contains(
            "Content-Range: bytes 999990-999999/1000000\r\n\r\n" + content.substring(999_990));
    assertThat(again.text()).hasSameSizeAs(parts.text());
    assertThat(again.field("Cache-Status").orElse("")).startsWith("weir; hit");
    assertThat(origin.requests().stream().map(seen -> seen.fields("Range").getFirst()))
        .containsExactly("bytes=0-65535", "bytes=393216-458751", "bytes=983040-1048575");
  }

  @Test
  void onlyIfCachedGetsWhatIsKeptOfAllItAsksFor() throws IOException {
    var content = text(200_000, "a");
    var origin = file(new Version("\"1\"", content), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, SLICED));
    var only = "Cache-Control: only-if-cached\r\n";

    var unknown = get(only);
    range("0-70000");
    var part = get(only + "Range: bytes=65530-65540\r\n");
    var whole = get(only);
    var length = head(only);
    range("100000-");
    var wholeLater = get(only);

    assertThat(unknown.status()).isEqualTo(504);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo(content.substring(65_530, 65_541));
    assertThat(whole.status()).isEqualTo(504);
    assertThat(length.field("Content-Length")).contains("200000");
    assertThat(wholeLater.text()).isEqualTo(content);
    assertThat(origin.requests()).hasSize(4);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
