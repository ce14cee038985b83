package io.weir.proxy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.purge.Glob;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purge.Target;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private static final Loop LOOP = Loop.detached(1);
  private static final Freshness FRESH =
      new Freshness(0, 0, new Freshness.Terms(Long.MAX_VALUE, 0, 0, 0, false));
  private static final CacheKey KEY = CacheKey.of("http://a.test/");

  private final MemoryStore store = new MemoryStore("test", 1 << 20, 1 << 20);

  @AfterEach
  void freeWhatIsKept() {
    store.close();
  }

  private static StoredResponse response(MemoryStore store, String text, String foo) {
    return response(store, text, foo, store.sequence());
  }

  private static StoredResponse response(MemoryStore store, String text, String foo, String field) {
    return response(store, text, foo, store.sequence(), field);
  }

  private static StoredResponse response(
      MemoryStore store, String text, String foo, long sequence) {
    return response(store, text, foo, sequence, "A: 1");
  }

  private static StoredResponse response(
      MemoryStore store, String text, String foo, long sequence, String field) {
    var writer = Objects.requireNonNull(store.open(KEY, -1, false));
    var octets = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    assertThat(writer.append(octets)).isTrue();
    octets.release();
    var vary = foo.isEmpty() ? Vary.NONE : new Vary(List.of("foo"));
    var fields = Lines.of("Foo: " + foo);
    return new StoredResponse(
        ResponseHead.of(200, Lines.of(field)),
        FRESH,
        new StoredResponse.Selection(vary, vary.valuesOf(fields)),
        sequence,
        null,
        writer.seal());
  }

  private static Purge purge(boolean isSoft, Target target) {
    return new Purge(List.of(target), isSoft);
  }

  private static String text(StoredResponse response) {
    var body = response.content().body(LOOP, 0, response.content().length());
    assertThat(body).isInstanceOf(Body.Whole.class);
    var octets = ((Body.Whole) body).content();
    var text = octets.toString(StandardCharsets.UTF_8);
    octets.release();
    return text;
  }

  private static String found(MemoryStore store, CacheKey key, String foo) {
    var found = store.find(key).select(Lines.of("Foo: " + foo));
    return found == null ? "" : text(found);
  }

  @Test
  void findsWhatItKeeps() {
    store.put(KEY, response(store, "one", ""));

    assertThat(found(store, CacheKey.of("http://a.test/"), "x")).isEqualTo("one");
    assertThat(found(store, CacheKey.of("http://a.test/b"), "x")).isEmpty();
  }

  @Test
  void keepsVariantsApartAndReplacesTheSameOne() {
    store.put(KEY, response(store, "one", "1"));
    store.put(KEY, response(store, "two", "2"));
    store.put(KEY, response(store, "uno", "1"));

    assertThat(found(store, KEY, "1")).isEqualTo("uno");
    assertThat(found(store, KEY, "2")).isEqualTo("two");
    assertThat(found(store, KEY, "3")).isEmpty();
  }

  @Test
  void freesWhatIsReplacedRemovedOrClosed() {
    var first = response(store, "one", "");
    var second = response(store, "two", "");
    store.put(KEY, first);

    store.put(KEY, second);
    assertThat(first.content().tryRetain()).isFalse();
    store.remove(KEY);
    assertThat(second.content().tryRetain()).isFalse();
    assertThat(store.counts()).isEqualTo(new StoreCounts(0, 0, 0));
  }

  @Test
  void whoReadsContentKeepsItWhenTheOnlyResponseOfAUrlIsDroppedOrPurged() {
    var dropped = response(store, "one", "");
    var purged = response(store, "two", "");
    store.put(KEY, dropped);
    assertThat(dropped.content().tryRetain()).isTrue();
    store.drop(KEY, dropped);
    store.put(KEY, purged);
    assertThat(purged.content().tryRetain()).isTrue();
    store.purge(Purge.ALL);

    assertThat(store.find(KEY).isEmpty()).isTrue();
    assertThat(text(dropped)).isEqualTo("one");
    assertThat(text(purged)).isEqualTo("two");
    assertThat(store.counts().bytes()).isZero();
    dropped.content().release();
    purged.content().release();
    assertThat(purged.content().tryRetain()).isFalse();
  }

  @Test
  void keepsNothingThatWasAskedForBeforeARemoval() {
    long before = store.sequence();
    store.remove(KEY);

    store.put(KEY, response(store, "old", "", before));

    assertThat(found(store, KEY, "")).isEmpty();
  }

  @Test
  void hasNothingAfterEverythingWasPurged() {
    store.put(KEY, response(store, "one", ""));
    long before = store.sequence();
    store.purge(Purge.ALL);

    store.put(CacheKey.of("http://a.test/late"), response(store, "late", "", before));

    assertThat(store.find(KEY).isEmpty()).isTrue();
    assertThat(store.find(CacheKey.of("http://a.test/late")).isEmpty()).isTrue();
    store.put(KEY, response(store, "new", ""));
    assertThat(found(store, KEY, "")).isEqualTo("new");
  }

  @Test
  void freesWhatIsPurgedWhenItIsLookedForAndByARound() {
    var found = response(store, "one", "");
    var forgotten = response(store, "two", "");
    var kept = response(store, "three", "");
    store.put(KEY, found);
    store.put(CacheKey.of("http://a.test/x"), forgotten);
    store.put(CacheKey.of("http://b.test/"), kept);

    store.purge(purge(false, new Target.Prefix("http://a.test/")));
    assertThat(store.find(KEY).isEmpty()).isTrue();
    assertThat(found.content().tryRetain()).isFalse();
    assertThat(store.sweep()).isTrue();

    assertThat(forgotten.content().tryRetain()).isFalse();
    assertThat(text(kept)).isEqualTo("three");
    assertThat(store.counts().entries()).isEqualTo(1);
  }

  @Test
  void aVariantIsPurgedByItsTagAndOthersStay() {
    store.put(KEY, response(store, "one", "1", "Cache-Tag: a"));
    store.put(KEY, response(store, "two", "2", "Cache-Tag: b"));

    store.purge(purge(false, new Target.Tag("a")));

    assertThat(found(store, KEY, "1")).isEmpty();
    assertThat(found(store, KEY, "2")).isEqualTo("two");
  }

  @Test
  void whatIsPurgedSoftlyIsStaleAndWhatReplacesItIsNot() {
    store.put(KEY, response(store, "one", "", "Cache-Tag: a"));

    store.purge(purge(true, new Target.Tag("a")));
    long now = System.currentTimeMillis();
    var stale = Objects.requireNonNull(store.find(KEY).select(Lines.of()));
    store.replace(KEY, stale, stale.with(stale.head().fields(), FRESH, store.sequence()));
    var fresh = Objects.requireNonNull(store.find(KEY).select(Lines.of()));

    assertThat(stale.freshness().left(now)).isNotPositive();
    assertThat(text(stale)).isEqualTo("one");
    assertThat(fresh.freshness()).isEqualTo(FRESH);
  }

  @Test
  void whatArrivesAfterItsRulesWereForgottenIsNotKept() {
    long before = store.sequence();
    store.purge(purge(false, new Target.Tag("a")));
    store.sweep();
    store.purges().fold(store.purges().latest());

    store.put(KEY, response(store, "one", "", before));

    assertThat(store.find(KEY).isEmpty()).isTrue();
  }

  @Test
  void aRoundIsMadeInStepsAndOldEntriesOutliveTheRulesThatSparedThem() {
    var large = new MemoryStore("large", 64 << 20, 1 << 20);
    for (int i = 0; i < 10_000; i++) {
      large.put(CacheKey.of("http://a.test/" + i), response(large, "x" + i, ""));
    }
    large.purge(purge(false, new Target.Url("http://a.test/7")));

    int steps = 1;
    while (!large.sweep()) {
      steps++;
    }
    large.purges().fold(large.purges().latest());

    assertThat(steps).isEqualTo(3);
    assertThat(large.counts().entries()).isEqualTo(9_999);
    assertThat(found(large, CacheKey.of("http://a.test/9"), "")).isEqualTo("x9");
    assertThat(found(large, CacheKey.of("http://a.test/7"), "")).isEmpty();
    large.close();
  }

  @Test
  void staysBelowItsSizeAndFreesWhatItEvicts() {
    var small = new MemoryStore("small", 100_000, 50_000);
    var text = "x".repeat(1000);

    for (int i = 0; i < 500; i++) {
      small.put(CacheKey.of("http://a.test/" + i), response(small, text, ""));
    }

    assertThat(small.counts().bytes()).isBetween(50_000L, 100_000L);
    assertThat(small.counts().evictions()).isPositive();
    small.close();
    assertThat(small.counts().bytes()).isZero();
  }

  @Test
  void takesNothingLongerThanItsLargest() {
    var small = new MemoryStore("small", 100_000, 1000);
    var part = Unpooled.wrappedBuffer(new byte[600]);

    var writer = Objects.requireNonNull(small.open(KEY, -1, false));

    assertThat(small.open(KEY, 1001, false)).isNull();
    assertThat(writer.append(part)).isTrue();
    assertThat(writer.append(part)).isFalse();
    writer.content().release();
  }

  /**
   * Any order of storing, validating, removing, purging, rounds and evictions: what is found is the
   * last that was stored for the URL and variant, and nothing that was purged since it was asked
   * for.
   */
  @Property(tries = 1000)
  void neverServesAnotherUrlsOrVariantsOctetsNorWhatWasPurged(
      @ForAll @Size(max = 80) List<@IntRange(max = 9_999) Integer> steps) {
    var tiny = new MemoryStore("tiny", 4000, 2000);
    var model = new StoreModel(tiny);
    long asked = tiny.sequence();

    int version = 0;
    for (int step : steps) {
      var url = "http://a.test/" + step % 3;
      var key = url + (step % 2 == 0 ? "\nx" : "");
      var foo = String.valueOf(step / 3 % 3 + 1);
      var tag = "t" + step / 9 % 4;
      switch (step / 36 % 12) {
        case 0 -> model.remove(key);
        case 1 -> model.purge(new Target.Url(url));
        case 2 -> model.purge(new Target.Tag(tag));
        case 3 -> model.purge(new Target.Matching(Glob.of("http://*/" + step % 3)));
        case 4 -> model.purge(new Target.Prefix(url));
        case 5 -> model.settle(step % 5 == 0);
        case 6 -> asked = tiny.sequence();
        case 7 -> {
          var old = tiny.find(CacheKey.of(key)).select(Lines.of("Foo: " + foo));
          if (old != null) {
            var updated = old.with(old.head().fields(), FRESH, tiny.sequence());
            tiny.replace(CacheKey.of(key), old, updated);
          }
        }
        default -> {
          long sequence = step % 4 == 0 ? asked : tiny.sequence();
          var text = key + "#" + foo + "#" + version++;
          model.put(
              new StoreModel.Known(key, url, foo, tag, text),
              response(tiny, text, foo, sequence, "Cache-Tag: " + tag));
        }
      }
      for (var known : List.of("1", "2", "3")) {
        assertThat(found(tiny, CacheKey.of(key), known)).isIn("", model.expected(key, known));
      }
    }

    tiny.close();
    assertThat(tiny.counts().bytes()).isZero();
  }

  @Property(tries = 100)
  void contentReadsAsItWasWrittenInWhateverParts(
      @ForAll @Size(max = 20) List<@IntRange(max = 70_000) Integer> sizes,
      @ForAll boolean isLengthKnown) {
    int total = sizes.stream().mapToInt(Integer::intValue).sum();
    var content = new MemoryContent(isLengthKnown ? total : -1, Long.MAX_VALUE);

    int written = 0;
    for (int size : sizes) {
      var part = Unpooled.buffer(size);
      for (int i = 0; i < size; i++) {
        part.writeByte(written++ * 31 >> 3);
      }
      assertThat(content.append(part)).isTrue();
      part.release();
    }
    var kept = content.seal();

    long read = 0;
    for (ByteBuf slice = kept.slice(0, 50_000); slice != null; slice = kept.slice(read, 50_000)) {
      for (int i = 0; i < slice.readableBytes(); i += 97) {
        assertThat(slice.getByte(i)).isEqualTo((byte) ((read + i) * 31 >> 3));
      }
      read += slice.readableBytes();
      slice.release();
    }
    assertThat(read).isEqualTo(total);
    assertThat(kept.memory()).isBetween((long) total, total + total / 8L);
    kept.release();
    assertThat(kept.tryRetain()).isFalse();
  }
}
