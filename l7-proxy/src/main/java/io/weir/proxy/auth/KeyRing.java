package io.weir.proxy.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.proxy.exchange.Claims;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force, and the tokens whose signatures they have verified: a signature is costly, and
 * clients send the same one many times. Any thread.
 */
abstract class KeyRing {
  private static final long MOST_OCTETS = 16L << 20;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Cache<Digest, Signed> verified =
      Caffeine.newBuilder()
          .maximumWeight(MOST_OCTETS)
          .weigher((Digest _, Signed signed) -> signed.weight())
          .expireAfterWrite(KEPT)
          .build();

  /**
   * A token whose signature is right. What it says of times and the like is looked at each time.
   *
   * @param by the keys that verified it; it does not count with others
   */
  record Signed(KeySet by, String algorithm, Claims claims, int weight) {}

  /** The keys, or null as long as there are none. */
  abstract @Nullable KeySet current();

  /** Has the keys fetched again, if that may help and is not too soon; done when they are there. */
  abstract CompletableFuture<@Nullable Void> renew();

  /** The token, if its signature has been verified with these keys. */
  @SuppressWarnings("ReferenceEquality") // the very keys
  @Nullable Signed known(Digest token, KeySet keys) {
    var found = verified.getIfPresent(token);
    return found != null && found.by() == keys ? found : null;
  }

  /** Keeps a token whose signature is right. */
  void keep(Digest token, Signed signed) {
    verified.put(token, signed);
  }

  /** Keys out of a file or the environment. */
  static final class Stored extends KeyRing {
    private final Kept<KeySet> keys;

    Stored(Kept<KeySet> keys) {
      this.keys = keys;
    }

    @Override
    KeySet current() {
      return keys.current();
    }

    @Override
    CompletableFuture<@Nullable Void> renew() {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Keys that are not asked for, in a rehearsal. */
  static final class Absent extends KeyRing {
    @Override
    @Nullable KeySet current() {
      return null;
    }

    @Override
    CompletableFuture<@Nullable Void> renew() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
