package io.weir.proxy.limit;

import io.github.bucket4j.BucketState;
import org.jspecify.annotations.Nullable;

/**
 * One limit's look at one request: room that a loop uses again for each, so that refusing makes no
 * garbage. Plain fields; what must outlast the look is copied.
 */
final class Check {
  final BucketKey key = new BucketKey();

  /** The bucket that was taken from; null: nothing was taken. */
  @Nullable Bucket bucket;

  /** A place in line that somebody left, if one was taken; null: none. */
  @Nullable Hole hole;

  /** Whether the request counts for this limit at all. */
  boolean counts;

  /** Whether the request has what it costs. */
  boolean isTaken;

  /** Left in the bucket. */
  long remaining;

  /** Until the request may pass; 0: now. */
  long waitNanos;

  /** Until there is more to be had. */
  long moreNanos;

  @Nullable BucketState state;

  /** Room for a state, filled with this one. */
  BucketState copy(BucketState from) {
    var room = state;
    if (room == null) {
      room = from.copy();
      state = room;
    } else {
      room.copyStateFrom(from);
    }
    return room;
  }

  void clear() {
    bucket = null;
    hole = null;
    counts = false;
    isTaken = false;
    waitNanos = 0;
  }

  void refused(long left, long wait) {
    remaining = left;
    waitNanos = wait;
    moreNanos = wait;
  }

  void taken(long left, long wait, long now) {
    remaining = left;
    waitNanos = wait;
    var after = state;
    moreNanos =
        after == null
            ? 0
            : after.calculateDelayNanosAfterWillBePossibleToConsume(left + 1, now, false);
  }
}
