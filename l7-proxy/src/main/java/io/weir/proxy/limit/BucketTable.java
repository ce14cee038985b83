package io.weir.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one limit, bounded in number and in idle time. Idle buckets go when they are full,
 * which loses nothing. Those that go for want of room leave behind what they owe, and a key that
 * comes back starts from that: to flood the table gives nobody a fresh bucket. Any thread.
 */
final class BucketTable {
  /** Tries before a bucket is used without a place in the table. */
  private static final int TRIES = 3;

  private static final long TICK_NANOS = 1_000_000;

  private final Cache<BucketKey, Bucket> buckets;
  private final Remembered remembered;
  private final LongSupplier clock;

  /** The time of the last look, to the millisecond: Caffeine need not read the clock again. */
  private volatile long lately;

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  BucketTable(int mostKeys, Terms terms, LongSupplier clock, long seed) {
    this.clock = clock;
    this.lately = clock.getAsLong();
    this.remembered = new Remembered(mostKeys, clock.getAsLong(), seed);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(mostKeys)
            .expireAfterAccess(terms.idle())
            .ticker(() -> lately)
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
  }

  /** Takes from the bucket of {@code check.key}, which comes to be if there is none. */
  boolean take(Terms terms, long cost, long now, Check check) {
    if (now - lately > TICK_NANOS) {
      lately = now;
    }
    for (int i = 0; i < TRIES; i++) {
      var bucket = buckets.getIfPresent(check.key);
      if (bucket == null) {
        bucket = buckets.get(check.key.copy(), key -> bucket(key, terms, now));
      }
      switch (bucket.take(terms, cost, now, check)) {
        case TAKEN -> {
          check.bucket = bucket;
          return true;
        }
        case REFUSED -> {
          return false;
        }
        case EVICTED -> {}
      }
    }
    // The table is in such a whirl that it drops what was just put in: do without it.
    var bucket = bucket(check.key, terms, now);
    boolean isTaken = bucket.take(terms, cost, now, check) == Bucket.Result.TAKEN;
    remembered.note(check.key, bucket.evict(now));
    return isTaken;
  }

  /** Notes that the bucket of a key, by what others know, will be full at this time only. */
  void learn(Terms terms, BucketKey key, long fullAt, long now) {
    buckets.get(key, unknown -> bucket(unknown, terms, now)).atMost(terms, fullAt, now);
  }

  /** Lets the table be as large, and as patient, as new terms want it. */
  void adopt(int mostKeys, Terms terms) {
    buckets.policy().eviction().ifPresent(eviction -> eviction.setMaximum(mostKeys));
    buckets.policy().expireAfterAccess().ifPresent(idle -> idle.setExpiresAfter(terms.idle()));
  }

  /** Keys that are remembered now, about. */
  long size() {
    return buckets.estimatedSize();
  }

  private Bucket bucket(BucketKey key, Terms terms, long now) {
    return new Bucket(terms.fullAt(remembered.fullAt(key), now));
  }

  private void evicted(@Nullable BucketKey key, @Nullable Bucket bucket, RemovalCause cause) {
    if (key != null && bucket != null) {
      long now = clock.getAsLong();
      long fullAt = bucket.evict(now);
      if (fullAt > now) {
        remembered.note(key, fullAt);
      }
    }
  }
}
