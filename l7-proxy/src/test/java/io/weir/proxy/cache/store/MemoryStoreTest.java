package io.weir.proxy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
  private static final CacheKey KEY = CacheKey.of("http://a.test/");

  private final MemoryStore store = new MemoryStore("test", 1 << 20, 1 << 20);

  @AfterEach
  void freeWhatIsKept() {
    store.close();
  }

  private static StoredResponse response(MemoryStore store, String text, String foo) {
    return response(store, text, foo, store.sequence());
  }

  private static StoredResponse response(
      MemoryStore store, String text, String foo, long sequence) {
    var writer = Objects.requireNonNull(store.open(-1));
    var octets = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    assertThat(writer.append(octets)).isTrue();
    octets.release();
    var vary = foo.isEmpty() ? Vary.NONE : new Vary(List.of("foo"));
    var fields = Lines.of("Foo: " + foo);
    return new StoredResponse(
        ResponseHead.of(200, Lines.of("A: 1")),
        new Freshness(0, 0, 1000, 0, 0, 0, false),
        new StoredResponse.Selection(vary, vary.valuesOf(fields)),
        sequence,
        null,
        writer.seal());
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
  void keepsNothingThatWasAskedForBeforeARemoval() {
    long before = store.sequence();
    store.remove(KEY);

    store.put(KEY, response(store, "old", "", before));

    assertThat(found(store, KEY, "")).isEmpty();
  }

  @Test
  void hasNothingAfterItWasCleared() {
    store.put(KEY, response(store, "one", ""));
    long before = store.sequence();
    store.clear();

    store.put(CacheKey.of("http://a.test/late"), response(store, "late", "", before));

    assertThat(store.find(KEY).isEmpty()).isTrue();
    assertThat(store.find(CacheKey.of("http://a.test/late")).isEmpty()).isTrue();
    store.put(KEY, response(store, "new", ""));
    assertThat(found(store, KEY, "")).isEqualTo("new");
    store.close();
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

    var writer = Objects.requireNonNull(small.open(-1));

    assertThat(small.open(1001)).isNull();
    assertThat(writer.append(part)).isTrue();
    assertThat(writer.append(part)).isFalse();
    writer.content().release();
  }

  @Property(tries = 200)
  void neverServesAnotherUrlsOrVariantsOctets(
      @ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> steps) {
    var tiny = new MemoryStore("tiny", 4000, 2000);
    var model = new HashMap<String, String>();

    int version = 0;
    for (int step : steps) {
      var key = CacheKey.of("http://a.test/" + step % 3);
      var foo = String.valueOf(step / 3 % 3 + 1);
      if (step > 90) {
        tiny.remove(key);
        model.keySet().removeIf(known -> known.startsWith(key.toString()));
      } else {
        var text = key + "#" + foo + "#" + version++;
        tiny.put(key, response(tiny, text, foo));
        model.put(key + foo, text);
      }
      var found = found(tiny, key, foo);
      assertThat(found.isEmpty() || found.equals(model.get(key + foo))).isTrue();
    }

    tiny.close();
  }

  @Property(tries = 100)
  void contentReadsAsItWasWrittenInWhateverParts(
      @ForAll @Size(max = 20) List<@IntRange(max = 70_000) Integer> sizes,
      @ForAll boolean isLengthKnown) {
    int total = sizes.stream().mapToInt(Integer::intValue).sum();
    var content =
        new MemoryContent(
            io.netty.buffer.UnpooledByteBufAllocator.DEFAULT,
            isLengthKnown ? total : -1,
            Long.MAX_VALUE);

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
