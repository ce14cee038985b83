package io.weir.proxy.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes. They are fetched at once, then every so often, and when a token
 * names a key that is not among them, though not more often than {@link #LEAST_PAUSE}, so that made
 * up names do not turn Weir against the issuer. A fetch that fails leaves the last good keys.
 */
final class FetchedKeyRing extends KeyRing {
  static final Duration LEAST_PAUSE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(FetchedKeyRing.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LARGEST = 1 << 20;

  private final HttpClient client;
  private final HttpRequest request;
  private final Duration refresh;
  private final Duration pause;
  private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> underWay =
      new AtomicReference<>();
  private volatile @Nullable Fetched fetched;

  /** {@link System#nanoTime} of the last try; 0: none. */
  private volatile long triedAt;

  private record Fetched(KeySet keys, byte[] octets, long at) {}

  FetchedKeyRing(HttpClient client, String url, Duration refresh, Duration pause) {
    this.client = client;
    this.request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    this.refresh = refresh;
    this.pause = pause;
  }

  @Override
  @Nullable KeySet current() {
    var now = fetched;
    return now == null ? null : now.keys();
  }

  @Override
  CompletableFuture<@Nullable Void> renew() {
    var going = underWay.get();
    if (going != null) {
      return going;
    }
    var mine = new CompletableFuture<@Nullable Void>();
    if (isTooSoon() || !underWay.compareAndSet(null, mine)) {
      var other = underWay.get();
      return other == null ? CompletableFuture.completedFuture(null) : other;
    }
    triedAt = System.nanoTime() | 1;
    client
        .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST))
        .whenComplete((response, thrown) -> {
          take(response, thrown);
          underWay.set(null);
          mine.complete(null);
        });
    return mine;
  }

  /** Fetches if the keys are old; to be called now and then. */
  void refresh() {
    var now = fetched;
    if (now == null || System.nanoTime() - now.at() >= refresh.toNanos()) {
      var _ = renew();
    }
  }

  private boolean isTooSoon() {
    return triedAt != 0 && System.nanoTime() - triedAt < pause.toNanos();
  }

  private void take(@Nullable HttpResponse<byte[]> response, @Nullable Throwable thrown) {
    try {
      if (response == null) {
        throw new IOException(
            String.valueOf(
                thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown));
      }
      if (response.statusCode() != 200) {
        throw new IOException("found status " + response.statusCode() + "; expected 200");
      }
      var before = fetched;
      var octets = response.body();
      // The same content stays the same keys, so that the tokens they have verified stay known.
      var keys =
          before != null && Arrays.equals(before.octets(), octets)
              ? before.keys()
              : KeySet.publicKeys(octets);
      fetched = new Fetched(keys, octets, System.nanoTime());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "auth: keys of {}: {}; {}",
          request.uri(),
          e.getMessage(),
          fetched == null ? "there are none yet" : "those before stay in force");
    }
  }
}
