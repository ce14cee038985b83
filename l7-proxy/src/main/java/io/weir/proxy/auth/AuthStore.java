package io.weir.proxy.auth;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What authentication keeps over all snapshots: the content of files, keys that were fetched, and
 * the results of checks, each by what it is of. What no snapshot uses any more is dropped. Changed
 * by one thread at a time, whoever compiles snapshots.
 */
public final class AuthStore implements AutoCloseable {
  /** How often files are looked at. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(AuthStore.class);

  private final Map<Object, Shared<?>> shared = new HashMap<>();
  private final Map<Object, Runnable> watched = new ConcurrentHashMap<>();
  private final Map<Object, Kept<?>> files = new HashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private final Workers workers;

  /** Null where nothing runs: in a rehearsal. */
  private final @Nullable ThreadPoolExecutor threads;

  /** Null as long as there is nothing to look at. */
  private @Nullable ScheduledExecutorService clock;

  /** Null as long as nothing is fetched. */
  private @Nullable HttpClient client;

  /** Something in use, and by how many. */
  private static final class Shared<T> {
    final T value;
    int uses;

    Shared(T value) {
      this.value = value;
    }
  }

  /** Makes something that is not there yet. */
  interface Maker<T> {
    T make() throws IOException;
  }

  private AuthStore(@Nullable ThreadPoolExecutor threads) {
    this.threads = threads;
    this.workers = threads == null ? Workers.here() : Workers.on(threads);
  }

  /** One for a proxy that runs. */
  public static AuthStore running() {
    return new AuthStore(Workers.threads());
  }

  /** One that starts no thread and asks no server, for requests that are only thought through. */
  public static AuthStore rehearsing() {
    return new AuthStore(null);
  }

  /** Passwords in the form of {@code htpasswd}. */
  PasswordChecks passwords(Secret secret, Uses uses) throws IOException {
    var key = "passwords " + secret.text();
    return use(key, uses, () -> new PasswordChecks(kept(key, secret, Users::parse), workers));
  }

  /** A set of keys. */
  Kept<ApiKeys> keys(Secret secret, Uses uses) throws IOException {
    var key = "keys " + secret.text();
    return use(key, uses, () -> kept(key, secret, ApiKeys::parse));
  }

  /** Public keys that verify tokens. */
  KeyRing publicKeys(Secret secret, Uses uses) throws IOException {
    var key = "public keys " + secret.text();
    return use(key, uses, () -> new KeyRing.Stored(kept(key, secret, KeySet::publicKeys)));
  }

  /** A secret that verifies tokens. */
  KeyRing secret(Secret secret, Uses uses) throws IOException {
    var key = "secret " + secret.text();
    return use(key, uses, () -> new KeyRing.Stored(kept(key, secret, KeySet::secret)));
  }

  /** Public keys that an issuer publishes. */
  KeyRing fetched(String url, Duration refresh, Uses uses) throws IOException {
    var key = "fetched " + url + " " + refresh;
    return use(
        key,
        uses,
        () -> {
          if (!isRunning()) {
            return new KeyRing.Absent();
          }
          var ring = new FetchedKeyRing(client(), url, refresh, FetchedKeyRing.LEAST_PAUSE);
          var _ = ring.renew();
          watch(key, ring::refresh);
          return ring;
        });
  }

  private <T> Kept<T> kept(Object key, Secret secret, Kept.Parser<T> parser) throws IOException {
    var kept = new Kept<>(secret, parser);
    files.put(key, kept);
    watch(key, () -> look(kept));
    return kept;
  }

  private void look(Kept<?> kept) {
    if (kept.look()) {
      failures.incrementAndGet();
    }
  }

  /** How often a file that changed could not be used. Any thread. */
  public long failures() {
    return failures.get();
  }

  private HttpClient client() {
    var made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(3))
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      client = made;
    }
    return made;
  }

  private boolean isRunning() {
    return threads != null;
  }

  /** Answers of a server that is asked about the requests of a route. */
  Answers answers(Auth.Forward forward, Auth.Caching caching, String route, Uses uses)
      throws IOException {
    record Key(Auth.Forward forward, String route) {}
    return use(new Key(forward, route), uses, () -> new Answers(caching.time()));
  }

  /** Gets what is kept under the key, or makes it. */
  private <T> T use(Object key, Uses uses, Maker<T> maker) throws IOException {
    var found = shared.get(key);
    if (found == null) {
      found = new Shared<>(maker.make());
      shared.put(key, found);
    } else {
      readAgain(key);
    }
    found.uses++;
    uses.add(key);
    @SuppressWarnings("unchecked") // a key names its type
    var value = (T) found.value;
    return value;
  }

  /** Has a configuration begin with what its files hold now, and not with what they held. */
  private void readAgain(Object key) throws IOException {
    var file = files.get(key);
    if (file == null || clock == null) {
      return;
    }
    Callable<@Nullable Void> reading =
        () -> {
          file.refresh();
          return null;
        };
    try {
      // On the thread that looks at files, which so are looked at by one thread at a time.
      clock.submit(reading).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException why) {
        throw why;
      }
      throw new IllegalStateException("reading '" + key + "' broke on a defect", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while '" + key + "' was read", e);
    }
  }

  /** Has the task run now and then as long as the key is in use. */
  private void watch(Object key, Runnable task) {
    if (!isRunning()) {
      return;
    }
    watched.put(key, task);
    if (clock == null) {
      clock =
          Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "weir-auth");
            thread.setDaemon(true);
            return thread;
          });
      long period = PERIOD.toMillis();
      var _ = clock.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
    }
  }

  /** Looks at every file now. */
  void tick() {
    watched.values().forEach(AuthStore::runQuietly);
  }

  void release(Object key) {
    var found = shared.get(key);
    if (found != null && --found.uses == 0) {
      shared.remove(key);
      watched.remove(key);
      files.remove(key);
    }
  }

  /** How many things are kept. */
  int size() {
    return shared.size();
  }

  @Override
  public void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
    if (threads != null) {
      threads.shutdownNow();
    }
    if (client != null) {
      client.shutdownNow();
    }
  }

  private static void runQuietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException defect) {
      // The thread's edge: one file's defect must not stop the others from being looked at.
      LOG.error("auth: looking at a file broke on a defect", defect);
    }
  }
}
