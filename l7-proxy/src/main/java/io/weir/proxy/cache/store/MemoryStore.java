package io.weir.proxy.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.vertx.core.Future;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purges;
import io.weir.proxy.cache.purge.Verdict;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The tier in memory: evicts by W-TinyLFU, so that what is asked for once does not drive out what
 * is asked for often, and weighs each URL by the octets that it really takes up.
 */
public final class MemoryStore implements CacheStore {
  private static final int SWEPT_AT_ONCE = 4096;

  /** Of all memory, what may be reserved for long content that arrives. */
  private static final int RESERVED_SHARE = 4;

  private final String name;
  private final Cache<CacheKey, Variants> entries;
  private final Purges purges;
  private final Removals removals = new Removals();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicLong reserved = new AtomicLong();
  private @Nullable Iterator<Map.Entry<CacheKey, Variants>> round;
  private volatile long largest;
  private volatile long most;
  private volatile boolean closed;

  /**
   * Makes an empty store.
   *
   * @param most octets in memory altogether
   * @param largest octets of content that one response may have
   */
  public MemoryStore(String name, long most, long largest) {
    this(name, new Extent(most, 0, largest), 1);
  }

  /**
   * Makes an empty store that goes on from a number, as after a restart.
   *
   * @param first the number of the first request
   */
  public MemoryStore(String name, Extent extent, long first) {
    this.name = name;
    this.purges = new Purges(first);
    this.largest = longest(extent);
    this.most = extent.memory();
    // Maintenance is a little work at a time, done where it arises: no thread of its own.
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(extent.memory())
            .weigher(MemoryStore::weight)
            .executor(Runnable::run)
            .removalListener(this::gone)
            .build();
  }

  private static long longest(Extent extent) {
    return Math.min(extent.largest(), extent.memory() / 2);
  }

  @Override
  public void resize(Extent extent) {
    largest = longest(extent);
    most = extent.memory();
    entries.policy().eviction().ifPresent(eviction -> eviction.setMaximum(extent.memory()));
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
      return Variants.none();
    }
    return found.isSettled(purges.latest()) ? found : settled(key, found);
  }

  /** What purges leave of what was found. */
  private Variants settled(CacheKey key, Variants found) {
    // Before the rules are read: what was settled by it has seen them all.
    long latest = purges.latest();
    boolean isWhole = true;
    for (var response : found.responses()) {
      if (verdict(key, response) instanceof Verdict.Kept) {
        response.settled(latest);
      } else {
        isWhole = false;
      }
    }
    return isWhole
        ? found
        : orNone(
            entries.asMap().computeIfPresent(key, (_, now) -> withoutPurged(key, now, latest)));
  }

  @SuppressWarnings("NullAway") // null takes the key out, as Map.computeIfPresent says
  private Variants withoutPurged(CacheKey key, Variants before, long latest) {
    var left = before;
    for (var response : before.responses()) {
      switch (verdict(key, response)) {
        case Verdict.Kept _ -> response.settled(latest);
        case Verdict.Stale(var millis) ->
            left = left.replacing(response, response.staleAt(millis, latest));
        case Verdict.Gone _ -> left = left.without(response);
      }
    }
    // What leaves with its key is let go of by the listener for that.
    return left.isEmpty() ? null : letGo(before, left);
  }

  /** Lets go of the content that the later ones no longer have. */
  private Variants letGo(Variants before, Variants left) {
    for (var response : before.responses()) {
      if (left.responses().stream().noneMatch(one -> one.content().equals(response.content()))) {
        bytes.add(-response.memory());
        response.content().forgotten();
      }
    }
    return left;
  }

  private Verdict verdict(CacheKey key, StoredResponse response) {
    return purges.verdict(key.octets(), key.urlEnd(), response.tags(), response.settled());
  }

  @Override
  public @Nullable Future<Found> findBelow(CacheKey key, FieldLines request, Loop loop) {
    return null;
  }

  @Override
  public @Nullable ContentWriter open(CacheKey key, long length, boolean isWanted) {
    return takes(length) ? new MemoryContent(length, largest) : null;
  }

  @Override
  public boolean takes(long length) {
    return length <= largest;
  }

  @Override
  public void used(CacheKey key, StoredResponse response) {}

  @Override
  public ContentWriter passing(int length) {
    return new MemoryContent(length, length);
  }

  /**
   * A place for content that is longer than what is taken otherwise; null if there is no room,
   * since too much of that kind is arriving.
   */
  public @Nullable ContentWriter reserve(long length) {
    return tryTake(length) ? new ReservedContent(length, reserved) : null;
  }

  @Override
  public boolean tryTake(long octets) {
    if (reserved.addAndGet(octets) > most / RESERVED_SHARE) {
      reserved.addAndGet(-octets);
      return false;
    }
    return true;
  }

  @Override
  public void giveBack(long octets) {
    reserved.addAndGet(-octets);
  }

  /** A place for content of unknown length. */
  public ContentWriter growing() {
    return new MemoryContent(-1, largest);
  }

  /** Whether there is something for the key. Does not count as use. */
  public boolean has(CacheKey key) {
    return entries.policy().getIfPresentQuietly(key) != null;
  }

  @Override
  public void put(CacheKey key, StoredResponse response) {
    if (closed || isVoid(key, response)) {
      response.content().forgotten();
      return;
    }
    entries.asMap().compute(key, (_, before) -> changed(before, orNone(before).with(response)));
    settleStored(key, response.sequence());
  }

  @Override
  public void replace(CacheKey key, StoredResponse old, StoredResponse updated) {
    entries
        .asMap()
        .computeIfPresent(
            key, (_, before) -> before.has(old) ? changedHead(before, old, updated) : before);
    settleStored(key, updated.sequence());
  }

  /** A removal or purge may have come between the question whether to store and the storing. */
  private void settleStored(CacheKey key, long sentAt) {
    if (removals.isAfter(key, sentAt)) {
      entries.invalidate(key);
    } else {
      find(key);
    }
  }

  private Variants changedHead(Variants before, StoredResponse old, StoredResponse updated) {
    bytes.add(updated.memory() - old.memory());
    return before.replacing(old, updated);
  }

  /**
   * Puts the same response with other content in the place of one, if that is still there; else
   * what was to take its place is forgotten.
   */
  public void move(CacheKey key, StoredResponse from, StoredResponse to) {
    var left = new AtomicReference<@Nullable Content>(to.content());
    entries
        .asMap()
        .computeIfPresent(
            key,
            (_, before) -> {
              if (!before.has(from)) {
                return before;
              }
              left.set(from.content());
              return changedHead(before, from, to);
            });
    Objects.requireNonNull(left.get()).forgotten();
  }

  /**
   * Keeps what a tier below has found, of which the store now owns the caller's count, unless there
   * is something newer for the same requests.
   */
  public void promote(CacheKey key, StoredResponse response) {
    if (closed) {
      response.content().forgotten();
      return;
    }
    entries
        .asMap()
        .compute(
            key,
            (_, before) -> {
              if (before != null && before.hasNewerThan(response)) {
                response.content().forgotten();
                return before;
              }
              return changed(before, orNone(before).with(response));
            });
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
    // What leaves with its key is let go of by the listener for that.
    var left = before.without(response);
    return left.isEmpty() ? null : letGo(before, left);
  }

  @Override
  public void remove(CacheKey key) {
    removals.note(key, purges.next());
    entries.invalidate(key);
  }

  @Override
  public void purge(Purge purge) {
    purges.add(purge, System.currentTimeMillis());
  }

  @Override
  public boolean sweep() {
    var walk = round;
    if (walk == null) {
      walk = entries.asMap().entrySet().iterator();
    }
    for (int i = 0; i < SWEPT_AT_ONCE && walk.hasNext(); i++) {
      var entry = walk.next();
      if (!entry.getValue().isSettled(purges.latest())) {
        settled(entry.getKey(), entry.getValue());
      }
    }
    round = walk.hasNext() ? walk : null;
    return round == null;
  }

  @Override
  public Purges purges() {
    return purges;
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

  /** Whether the key was removed after this number, or may have been. Any thread. */
  public boolean isRemovedSince(CacheKey key, long number) {
    return removals.isAfter(key, number);
  }

  private boolean isVoid(CacheKey key, StoredResponse response) {
    return removals.isAfter(key, response.sequence())
        || verdict(key, response) instanceof Verdict.Gone;
  }

  private static Variants orNone(@Nullable Variants variants) {
    return variants == null ? Variants.none() : variants;
  }

  /** Lets go of what the new ones no longer have. */
  private Variants changed(@Nullable Variants before, Variants now) {
    for (var response : orNone(before).responses()) {
      if (!now.has(response)) {
        bytes.add(-response.memory());
        response.content().forgotten();
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
      response.content().forgotten();
    }
  }
}
