package io.weir.proxy.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What a server that is asked said yes to, for as long as that holds, and what it is asked now. */
final class Answers {
  private static final long MOST = 10_000;

  private final Cache<Digest, Yes> kept;
  private final ConcurrentMap<Digest, CompletableFuture<@Nullable Yes>> underWay =
      new ConcurrentHashMap<>();

  /**
   * A yes that can be given to others.
   *
   * @param upstream field lines for the request
   */
  record Yes(List<byte[]> upstream) {
    Yes {
      upstream = List.copyOf(upstream);
    }
  }

  Answers(Duration time) {
    kept = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(time).build();
  }

  @Nullable Yes known(Digest key) {
    return kept.getIfPresent(key);
  }

  /** What somebody else is asking already, or null: then the caller asks, and tells. */
  @Nullable CompletableFuture<@Nullable Yes> join(Digest key) {
    return underWay.putIfAbsent(key, new CompletableFuture<>());
  }

  /**
   * Tells those who wait.
   *
   * @param answer null: nothing that others can use
   */
  void tell(Digest key, @Nullable Yes answer) {
    if (answer != null) {
      kept.put(key, answer);
    }
    var waiting = underWay.remove(key);
    if (waiting != null) {
      waiting.complete(answer);
    }
  }
}
