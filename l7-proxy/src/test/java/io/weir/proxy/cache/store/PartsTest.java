package io.weir.proxy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PartsTest {
  private static final CacheKey KEY = CacheKey.of("http://a.test/");
  private static final Freshness FRESH =
      new Freshness(0, 0, new Freshness.Terms(Long.MAX_VALUE, 0, 0, 0, false));
  static final int SIZE = 24;

  /** What the server has in each of two versions. */
  private static final List<String> VERSIONS =
      List.of("abcdefghijklmnopqrstuvwx", "ABCDEFGHIJKLMNOPQRSTUVWX");

  private static StoredResponse part(MemoryStore store, int version, ContentRange range) {
    var writer = Objects.requireNonNull(store.open(KEY, range.length(), false));
    var text = VERSIONS.get(version).substring((int) range.first(), (int) range.last() + 1);
    var octets = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    assertThat(writer.append(octets)).isTrue();
    octets.release();
    var head =
        new ResponseHead(
            206,
            new byte[0],
            1,
            Lines.of(
                "ETag: \"" + version + "\"",
                "Content-Range: " + range.text(),
                "Content-Length: " + range.length()));
    var all = new StoredResponse.Selection(Vary.NONE, "");
    return new StoredResponse(head, FRESH, all, store.sequence(), range, writer.seal());
  }

  private static String text(Content content) {
    var text = new StringBuilder();
    while (text.length() < content.length()) {
      var octets = Objects.requireNonNull(content.slice(text.length(), 7));
      text.append(octets.toString(StandardCharsets.US_ASCII));
      octets.release();
    }
    return text.toString();
  }

  /** Each number is a part: where it begins, how long it is, of which version. */
  @Property
  void whatIsStoredIsAlwaysAStretchOfOneVersion(
      @ForAll @Size(max = 40) List<@IntRange(max = SIZE * 8 * 2 - 1) Integer> parts) {
    var store = new MemoryStore("test", 1 << 20, 1 << 20);
    var kept = new ArrayList<Content>();

    for (int number : parts) {
      int version = number / SIZE / 8;
      int first = number % SIZE;
      int last = Math.min(SIZE, first + number / SIZE % 8 + 1) - 1;
      var part = part(store, version, new ContentRange(first, last, SIZE));
      kept.add(part.content());
      store.put(KEY, Parts.joined(part, store.find(KEY), store::takes));

      for (var stored : store.find(KEY).responses()) {
        assertThat(text(stored.content())).isEqualTo(expected(stored));
      }
      assertThat(covers(store.find(KEY), first, last)).isTrue();
    }
    store.close();

    assertThat(kept).noneMatch(Content::tryRetain);
  }

  private static String expected(StoredResponse stored) {
    var fields = stored.head().fields();
    var text = VERSIONS.get("\"0\"".equals(fields.value(FieldName.ETAG)) ? 0 : 1);
    var range = stored.part();
    if (range == null) {
      assertThat(stored.head().status()).isEqualTo(200);
      assertThat(fields.has(FieldName.CONTENT_RANGE)).isFalse();
      return text;
    }
    assertThat(stored.head().status()).isEqualTo(206);
    assertThat(fields.value(FieldName.CONTENT_RANGE)).isEqualTo(range.text());
    return text.substring((int) range.first(), (int) range.last() + 1);
  }

  private static boolean covers(Variants stored, long first, long last) {
    return stored.select(FieldLines.NONE) != null
        || stored.parts(FieldLines.NONE).stream()
            .map(part -> Objects.requireNonNull(part.part()))
            .anyMatch(range -> range.first() <= first && range.last() >= last);
  }
}
