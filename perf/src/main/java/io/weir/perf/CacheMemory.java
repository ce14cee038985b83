package io.weir.perf;

import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Says how many bytes of heap an entry of the cache in memory takes beside its own: its key, its
 * field lines and its content, which is outside the heap. As many entries as the argument says.
 */
public final class CacheMemory {
  private static final FieldLines REQUEST =
      new FieldLinesBuilder().add("Accept-Encoding", "gzip").build();

  private CacheMemory() {}

  public static void main(String[] arguments) throws InterruptedException {
    int entries = arguments.length == 0 ? 300_000 : Integer.parseInt(arguments[0]);
    try (var warm = new MemoryStore("warm", 64 << 20, 1 << 20)) {
      put(warm, 1000);
    }
    var store = new MemoryStore("measured", 8L << 30, 1 << 20);
    long before = used();
    long own = put(store, entries);
    long after = used();
    long counted = store.counts().bytes();
    System.out.printf(
        "%d entries: %.1f bytes of heap each, of which %.1f are key and field lines: %.1f beside"
            + " them; the store counts %.1f with content%n",
        store.counts().entries(),
        (after - before) / (double) entries,
        own / (double) entries,
        (after - before - own) / (double) entries,
        counted / (double) entries);
    store.close();
  }

  /** Returns the octets of keys and field lines. */
  private static long put(MemoryStore store, int entries) {
    long own = 0;
    for (int i = 0; i < entries; i++) {
      var url = "https://shop.example.com/products/item-" + i;
      var fields =
          new FieldLinesBuilder()
              .add("Date", "Mon, 23 Nov 2026 12:00:00 GMT")
              .add("Content-Type", "text/html; charset=utf-8")
              .add("Cache-Control", "max-age=3600")
              .add("ETag", "\"" + i + "\"")
              .add("Last-Modified", "Mon, 23 Nov 2026 11:00:00 GMT")
              .add("Vary", "Accept-Encoding")
              .add("Content-Length", "16")
              .build();
      var writer = Objects.requireNonNull(store.open(CacheKey.of(url), 16, false));
      var part = Unpooled.copiedBuffer("sixteen octets..", StandardCharsets.US_ASCII);
      writer.append(part);
      part.release();
      var vary = Vary.of(fields);
      store.put(
          CacheKey.of(url),
          new StoredResponse(
              ResponseHead.of(200, fields),
              new Freshness(i, 0, new Freshness.Terms(3_600_000, 0, 0, 0, false)),
              new StoredResponse.Selection(vary, vary.valuesOf(REQUEST)),
              store.sequence(),
              null,
              writer.seal()));
      own += url.length() + fields.bytes().length;
    }
    return own;
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
