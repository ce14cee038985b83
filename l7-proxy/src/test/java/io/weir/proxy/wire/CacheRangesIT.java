package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ranges of what is stored, parts that are joined, and slices of huge files: docs/cache.md. */
@ExtendWith(LeakWatch.class)
class CacheRangesIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  /** What the server has now. */
  private final AtomicReference<Version> now = new AtomicReference<>();

  /** A state of the file. */
  private record Version(String tag, String text) {}

  private static String text(int octets, String mark) {
    return IntStream.range(0, octets / 10)
        .mapToObj(i -> mark + "%09d".formatted(i))
        .collect(Collectors.joining());
  }

  private static String cached(FakeOrigin origin, String store) {
    return "cache c { "
        + store
        + " }\npool p { server "
        + origin.at()
        + " }\nhost * { route /** { cache c; to p } }";
  }

  /** Has a file, with conditions and single ranges. */
  private FakeOrigin file(Version first, String fields) {
    now.set(first);
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        var request = connection.nextRequest();
        connection.send(answer(request, now.get(), fields));
      }
    });
  }

  private static String answer(FakeOrigin.WireRequest request, Version version, String fields) {
    var own = fields + (version.tag.isEmpty() ? "" : "ETag: " + version.tag + "\r\n");
    if (!request.line().startsWith("GET")) {
      return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    }
    if (request.fields("If-None-Match").contains(version.tag)) {
      return "HTTP/1.1 304 Not Modified\r\n" + own + "\r\n";
    }
    var range = request.fields("Range").stream().findFirst().orElse("");
    var onlyIf = request.fields("If-Range").stream().findFirst().orElse(version.tag);
    if (range.isEmpty() || !onlyIf.equals(version.tag)) {
      return "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s"
          .formatted(own, version.text.length(), version.text);
    }
    int dash = range.indexOf('-');
    int size = version.text.length();
    int first = Integer.parseInt(range.substring(6, dash));
    var end = range.substring(dash + 1);
    int last = Math.min(end.isEmpty() ? size : Integer.parseInt(end), size - 1);
    if (first >= size) {
      return "HTTP/1.1 416 No\r\nContent-Range: bytes */%d\r\nContent-Length: 0\r\n\r\n"
          .formatted(size);
    }
    var part = version.text.substring(first, last + 1);
    return "HTTP/1.1 206 Part\r\n%sContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(own, first, last, size, part.length(), part);
  }

  private WireReply get(String fields) throws IOException {
    return proxy.client().send("GET /f HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").read();
  }

  private WireReply range(String range) throws IOException {
    return get("Range: bytes=" + range + "\r\n");
  }

  @Test
  void partsThatTouchAreJoinedAndBecomeTheWhole() throws IOException {
    var origin = file(new Version("\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));

    range("0-3");
    range("4-6");
    var middle = range("2-5");
    range("7-9");
    var whole = get("");

    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.text()).isEqualTo("2345");
    assertThat(middle.field("Content-Range")).contains("bytes 2-5/10");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo("0123456789");
    assertThat(whole.field("Content-Range")).isEmpty();
    assertThat(origin.requests()).hasSize(3);
  }

  @Test
  void partsWithAGapBetweenThemAreKeptBesideEachOther() throws IOException {
    var origin = file(new Version("\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));

    range("0-1");
    range("8-9");

    assertThat(range("0-1").text()).isEqualTo("01");
    assertThat(range("8-8").text()).isEqualTo("8");
    assertThat(origin.requests()).hasSize(2);
    assertThat(range("1-8").text()).isEqualTo("12345678");
    assertThat(origin.requests()).hasSize(3);
  }

  @Test
  void partsOfTwoVersionsAreNeverJoined() throws IOException {
    var origin = file(new Version("\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));
    range("0-4");
    now.set(new Version("\"2\"", "abcdefghij"));

    assertThat(range("5-9").text()).isEqualTo("fghij");
    assertThat(get("").text()).isEqualTo("abcdefghij");
  }

  @Test
  void partsWithoutAStrongTagAreNeverJoined() throws IOException {
    var origin = file(new Version("W/\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));

    range("0-4");
    range("5-9");

    assertThat(get("").text()).isEqualTo("0123456789");
    assertThat(origin.requests()).hasSize(3);
  }

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

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
