package io.weir.proxy.limit;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.weir.dsl.model.Limit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a limit allows. Immutable.
 *
 * @param burst what a full bucket holds
 * @param nanosEach the time in which one comes back
 * @param delayNanos how long may be waited for what is not there yet
 * @param since when these terms came into force; what a bucket has before is worth its part of a
 *     full one after
 */
record Terms(
    BucketConfiguration configuration, long burst, double nanosEach, long delayNanos, long since) {

  /**
   * The terms of a limit.
   *
   * @param before the terms that it had; what did not change stays the same object
   */
  static Terms of(Limit.Requests limit, @Nullable Terms before, long now) {
    var bandwidth =
        BandwidthBuilder.builder()
            .capacity(limit.burst())
            .refillGreedy(limit.rate().count(), limit.rate().period())
            .build();
    var configuration = new BucketConfiguration(List.of(bandwidth));
    long delay = limit.delay().map(Duration::toNanos).orElse(0L);
    double each = limit.rate().nanosEach();
    return before != null && before.configuration.equals(configuration)
        ? new Terms(before.configuration, limit.burst(), each, delay, before.since)
        : new Terms(configuration, limit.burst(), each, delay, now);
  }

  /** The state of a full bucket. */
  BucketState full(long now) {
    return BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
  }

  /** The state of a bucket that is full again at a time to come. */
  BucketState fullAt(long at, long now) {
    var state = full(now);
    if (at > now) {
      state.consume((long) Math.ceil((at - now) / nanosEach));
    }
    return state;
  }

  /** How long an empty bucket takes to be full; after that nothing is lost by forgetting it. */
  Duration idle() {
    return Duration.ofNanos((long) Math.min(burst * nanosEach, 1e17) + delayNanos).plusSeconds(1);
  }
}
