package io.weir.proxy.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.weir.proxy.exchange.Loop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Checks names and passwords against a file, off the loops. Results are kept for a short while,
 * under a salted hash of the credentials, and never beyond a change of the file; the same
 * credentials are checked once at a time, however many requests bring them.
 */
final class PasswordChecks {
  private static final long MOST = 10_000;
  private static final Duration KEPT = Duration.ofSeconds(60);

  private final Kept<Users> users;
  private final Workers workers;
  private final Cache<Digest, Result> results =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
  private final ConcurrentMap<Under, CompletableFuture<Boolean>> underWay =
      new ConcurrentHashMap<>();

  /** What came of a check, by this content of the file. */
  private record Result(Users by, boolean passed) {}

  /** A check that is under way; two contents of a file are never equal. */
  private record Under(Users by, Digest credentials) {}

  PasswordChecks(Kept<Users> users, Workers workers) {
    this.users = users;
    this.workers = workers;
  }

  /** Whether the name has this password; completes on the loop. */
  Future<Boolean> check(Loop loop, BasicCredentials given) {
    var by = users.current();
    var credentials = given.digest();
    var known = results.getIfPresent(credentials);
    if (known != null && isSame(known.by(), by)) {
      return Future.succeededFuture(known.passed());
    }
    return Workers.onLoop(loop, start(by, credentials, given));
  }

  private CompletableFuture<Boolean> start(Users by, Digest credentials, BasicCredentials given) {
    var key = new Under(by, credentials);
    var mine = new CompletableFuture<Boolean>();
    var other = underWay.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    }
    workers
        .check(() -> by.has(given.name(), given.password()))
        .whenComplete((passed, thrown) -> {
          // Kept before it is forgotten that it was under way: nobody in between starts anew.
          if (thrown == null) {
            results.put(credentials, new Result(by, passed));
          }
          underWay.remove(key);
          if (thrown == null) {
            mine.complete(passed);
          } else {
            mine.completeExceptionally(thrown);
          }
        });
    return mine;
  }

  @SuppressWarnings("ReferenceEquality") // the very content that the check was made by
  private static boolean isSame(Users a, Users b) {
    return a == b;
  }
}
