package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Method;
import org.jspecify.annotations.Nullable;

/**
 * A fetch of what is too long for every tier, passed on to all who wait for it. RFC 9111 4 allows
 * that for what could be stored; what is for one client is never shared. It takes up a window of
 * memory, which counts with what arrives, so that there are only so many at a time; where there is
 * none left, each client fetches its own.
 */
final class Passage implements Window {
  private static final long TAKEN = Filling.WINDOW + Segment.LENGTH;

  private final SharedCache cache;
  private final CacheKey key;
  private final Flight flight;

  private Passage(SharedCache cache, CacheKey key, Flight flight) {
    this.cache = cache;
    this.key = key;
    this.flight = flight;
  }

  /**
   * Whether the response can be shared though it is not stored: whole, and such that who is slow
   * can have the rest of it on its own later, and can tell it from the rest of another version.
   */
  static boolean suits(Exchange client, FieldLines request, Arrival came) {
    return came.status() == 200
        && client.request().method() == Method.GET
        && !request.has(FieldName.RANGE)
        && came.reply().body() instanceof Body.Stream
        && isContinuable(Validators.of(came.fields(), came.millis()));
  }

  /** Whether there is a validator that no other version has (RFC 9110 13.1.5). */
  static boolean isContinuable(Validators validators) {
    return validators.isSameState(validators);
  }

  /** Begins one; null if nobody is likely to share it, or there is no room for it. */
  static @Nullable Filling open(
      SharedCache cache, Loop loop, CacheKey key, Flight flight, long length) {
    boolean isWanted = flight.isAwaited() || cache.isPassedTogether(key);
    return isWanted && cache.store().tryTake(TAKEN)
        ? Filling.passing(loop, cache.store(), length, new Passage(cache, key, flight))
        : null;
  }

  @Override
  public void closed() {
    cache.leave(key, flight);
  }

  @Override
  public void freed() {
    cache.store().giveBack(TAKEN);
  }
}
