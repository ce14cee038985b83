package io.weir.proxy.limit;

import io.github.bucket4j.BucketState;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one key may take: Bucket4j's state, replaced as a whole. Not Bucket4j's own lock-free
 * bucket, whose views for other uses would double its memory. Any thread; never blocks.
 *
 * <p>A bucket that the table has evicted has no state any more: whoever still holds it looks its
 * key up again, so nothing is taken from a bucket that nobody will see.
 */
final class Bucket extends AtomicReference<BucketState> {
  private static final long serialVersionUID = 1L;

  /** What came of taking. */
  enum Result {
    /** Taken; {@link Check#waitNanos} says for when, 0 for now. */
    TAKEN,
    /** Nothing was taken: there is not enough, now or within the delay. */
    REFUSED,
    /** Nothing was taken: the table has evicted the bucket. */
    EVICTED
  }

  Bucket(BucketState state) {
    super(state);
  }

  /** Takes, and says in {@code check} what there is left. */
  Result take(Terms terms, long cost, long now, Check check) {
    while (true) {
      var before = get();
      if (before == null) {
        return Result.EVICTED;
      }
      var after = check.copy(before);
      after = refilled(after, terms, now);
      check.state = after;
      long available = after.getAvailableTokens();
      long wait =
          cost <= available
              ? 0
              : after.calculateDelayNanosAfterWillBePossibleToConsume(cost, now, false);
      if (wait > terms.delayNanos()) {
        check.refused(Math.max(0, available), wait);
        return Result.REFUSED;
      }
      after.consume(cost);
      if (compareAndSet(before, after.copy())) {
        check.taken(Math.max(0, available - cost), wait, now);
        return Result.TAKEN;
      }
    }
  }

  /** Puts back what was taken for a request that is not let through. */
  void giveBack(Terms terms, long cost, long now) {
    while (true) {
      var before = get();
      if (before == null) {
        // Evicted since: what the table remembers of it is too much, by this request.
        return;
      }
      var after = refilled(before.copy(), terms, now);
      after.addTokens(cost);
      if (compareAndSet(before, after)) {
        return;
      }
    }
  }

  /** Leaves the bucket no more than what it would have if it were full at this time. */
  void atMost(Terms terms, long fullAt, long now) {
    while (true) {
      var before = get();
      if (before == null) {
        return;
      }
      long has = refilled(before.copy(), terms, now).getAvailableTokens();
      var known = terms.fullAt(fullAt, now);
      if (has <= known.getAvailableTokens() || compareAndSet(before, known)) {
        return;
      }
    }
  }

  /** Takes the bucket out of use; when it would have been full again. */
  long evict(long now) {
    var last = getAndSet(null);
    if (last == null) {
      return now;
    }
    var state = last.copy();
    state.refillAllBandwidth(now);
    return now + state.calculateFullRefillingTime(now);
  }

  private static BucketState refilled(BucketState state, Terms terms, long now) {
    var current = state;
    if (!isOf(current, terms)) {
      current.refillAllBandwidth(terms.since());
      current =
          current.replaceConfiguration(
              terms.configuration(), TokensInheritanceStrategy.PROPORTIONALLY, terms.since());
    }
    current.refillAllBandwidth(now);
    return current;
  }

  @SuppressWarnings("ReferenceEquality") // the same numbers under another limit are equal enough
  private static boolean isOf(BucketState state, Terms terms) {
    return state.getConfiguration() == terms.configuration()
        || state.getConfiguration().equals(terms.configuration());
  }
}
