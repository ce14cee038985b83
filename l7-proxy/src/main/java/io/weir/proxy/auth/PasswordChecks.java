package io.weir.proxy.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Checks names and passwords against a file, off the loops. Results are kept for a short while,
 * under a salted hash of the credentials, and never beyond a change of the file; the same
 * credentials are checked once at a time, however many requests bring them, and not at all if all
 * who brought them have gone before their turn came.
 */
final class PasswordChecks {
  private static final long MOST = 10_000;
  private static final Duration KEPT = Duration.ofSeconds(60);

  private final Kept<Users> users;
  private final Workers workers;
  private final Cache<Digest, Result> results =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
  private final ConcurrentMap<Under, Pending> underWay = new ConcurrentHashMap<>();

  /** What came of a check, by this content of the file. */
  private record Result(Users by, boolean passed) {}

  /** A check that is under way; two contents of a file are never equal. */
  private record Under(Users by, Digest credentials) {}

  /** What comes of a check that is under way, and how many requests wait for it. */
  private static final class Pending {
    final CompletableFuture<Boolean> result = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger(1);

    /** One more waits; not if all have gone already, as then nothing will come of it. */
    boolean join() {
      return waiting.getAndUpdate(before -> before == 0 ? 0 : before + 1) > 0;
    }

    void leave() {
      waiting.decrementAndGet();
    }

    boolean isGivenUp() {
      return waiting.get() == 0;
    }
  }

  PasswordChecks(Kept<Users> users, Workers workers) {
    this.users = users;
    this.workers = workers;
  }

  /**
   * Whether the name has this password; completes on the loop.
   *
   * @param ifGone takes what is to be done if nobody wants to know any more
   */
  Future<Boolean> check(Loop loop, BasicCredentials given, Consumer<Runnable> ifGone) {
    var by = users.current();
    var credentials = given.digest();
    var known = results.getIfPresent(credentials);
    if (known != null && isSame(known.by(), by)) {
      return Future.succeededFuture(known.passed());
    }
    var pending = pending(new Under(by, credentials), given);
    ifGone.accept(pending::leave);
    return Workers.onLoop(loop, pending.result).onComplete(_ -> ifGone.accept(() -> {}));
  }

  private Pending pending(Under key, BasicCredentials given) {
    var mine = new Pending();
    var shared = underWay.compute(key, (_, other) -> other != null && other.join() ? other : mine);
    if (isSame(shared, mine)) {
      start(key, mine, given);
    }
    return shared;
  }

  private void start(Under key, Pending pending, BasicCredentials given) {
    workers
        .check(() -> {
          if (pending.isGivenUp()) {
            throw new ProxyFailure(Cause.CLIENT_GONE, "all have gone who brought this password");
          }
          return key.by.has(given.name(), given.password());
        })
        .whenComplete((passed, thrown) -> {
          // Kept before it is forgotten that it was under way: nobody in between starts anew.
          if (thrown == null) {
            results.put(key.credentials, new Result(key.by, passed));
          }
          underWay.remove(key, pending);
          if (thrown == null) {
            pending.result.complete(passed);
          } else {
            pending.result.completeExceptionally(thrown);
          }
        });
  }

  @SuppressWarnings("ReferenceEquality") // the very content that the check was made by, or check
  private static boolean isSame(Object a, Object b) {
    return a == b;
  }
}
