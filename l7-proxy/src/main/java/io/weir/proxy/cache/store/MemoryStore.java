package io.weir.proxy.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Future;
import io.weir.proxy.exchange.Loop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The tier in memory: evicts by W-TinyLFU, so that what is asked for once does not drive out what
 * is asked for often, and weighs each URL by the octets that it really takes up.
 */
public final class MemoryStore implements CacheStore {
  /** Longer than any request whose response might still be stored. */
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private static final int MOST_REMEMBERED = 100_000;

  private final String name;
  private final long largest;
  private final UnpooledByteBufAllocator memory = UnpooledByteBufAllocator.DEFAULT;
  private final Cache<CacheKey, Variants> entries;
  private final Cache<CacheKey, Long> removed;
  private final AtomicLong sequence = new AtomicLong(1);
  private final LongAdder evictions = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private volatile long clearedAt;
  private volatile boolean closed;

  /**
   * Makes an empty store.
   *
   * @param most octets in memory altogether
   * @param largest octets of content that one response may have
   */
  public MemoryStore(String name, long most, long largest) {
    this.name = name;
    this.largest = Math.min(largest, most / 2);
    // Maintenance is a little work at a time, done where it arises: no thread of its own.
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher(MemoryStore::weight)
            .executor(Runnable::run)
            .removalListener(this::gone)
            .build();
    this.removed =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run)
            .build();
  }

  private static int weight(CacheKey key, Variants variants) {
    return (int) Math.min(Integer.MAX_VALUE, key.memory() + variants.memory());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Variants find(CacheKey key) {
    var found = entries.getIfPresent(key);
    if (found == null) {
      return Variants.NONE;
    }
    return found.responses().getFirst().sequence() <= clearedAt ? Variants.NONE : found;
  }

  @Override
  public @Nullable Future<Variants> findBelow(CacheKey key, Loop loop) {
    return null;
  }

  @Override
  public @Nullable ContentWriter open(long length) {
    return length > largest ? null : new MemoryContent(memory, length, largest);
  }

  @Override
  public ContentWriter passing(int length) {
    return new MemoryContent(memory, length, length);
  }

  @Override
  public void put(CacheKey key, StoredResponse response) {
    if (closed || isVoid(key, response)) {
      response.content().release();
      return;
    }
    entries.asMap().compute(key, (_, before) -> changed(before, orNone(before).with(response)));
    if (isVoid(key, response)) {
      entries.invalidate(key);
    }
  }

  @Override
  public void replace(CacheKey key, StoredResponse old, StoredResponse updated) {
    entries
        .asMap()
        .computeIfPresent(
            key, (_, before) -> before.has(old) ? changedHead(before, old, updated) : before);
  }

  private Variants changedHead(Variants before, StoredResponse old, StoredResponse updated) {
    bytes.add(updated.memory() - old.memory());
    return before.replacing(old, updated);
  }

  @Override
  public void drop(CacheKey key, StoredResponse response) {
    entries
        .asMap()
        .computeIfPresent(
            key, (_, before) -> before.has(response) ? without(before, response) : before);
  }

  @SuppressWarnings("NullAway") // null takes the key out, as Map.computeIfPresent says
  private Variants without(Variants before, StoredResponse response) {
    bytes.add(-response.memory());
    response.content().release();
    var left = before.without(response);
    return left.isEmpty() ? null : left;
  }

  @Override
  public void remove(CacheKey key) {
    removed.put(key.copy(), sequence.incrementAndGet());
    entries.invalidate(key);
  }

  @Override
  public void clear() {
    clearedAt = sequence.getAndIncrement();
  }

  @Override
  public long sequence() {
    return sequence.get();
  }

  @Override
  public StoreCounts counts() {
    return new StoreCounts(entries.estimatedSize(), bytes.sum(), evictions.sum());
  }

  @Override
  public void close() {
    closed = true;
    entries.invalidateAll();
  }

  private boolean isVoid(CacheKey key, StoredResponse response) {
    var at = removed.getIfPresent(key);
    return response.sequence() <= clearedAt || at != null && response.sequence() < at;
  }

  private static Variants orNone(@Nullable Variants variants) {
    return variants == null ? Variants.NONE : variants;
  }

  /** Lets go of what the new ones no longer have. */
  private Variants changed(@Nullable Variants before, Variants now) {
    for (var response : orNone(before).responses()) {
      if (!now.has(response)) {
        bytes.add(-response.memory());
        response.content().release();
      }
    }
    bytes.add(now.responses().getFirst().memory());
    return now;
  }

  private void gone(@Nullable CacheKey key, @Nullable Variants variants, RemovalCause cause) {
    if (variants == null || cause == RemovalCause.REPLACED) {
      return;
    }
    if (cause.wasEvicted()) {
      evictions.increment();
    }
    for (var response : variants.responses()) {
      bytes.add(-response.memory());
      response.content().release();
    }
  }
}
