package io.weir.proxy.cache;

import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.TooManyPurges;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread beside the loops that purges caches, and afterwards holds what they have against
 * the purges, a little at a time, until the rules can be forgotten. There is no thread before the
 * first purge.
 *
 * <p>A rule is in force for one round of its cache and until the next one ends, so for {@link
 * #REST} at least: what is asked for before a purge and arrives within that time is judged by the
 * rule; what takes longer is not stored, as nobody knows any more. Only when half of the room for
 * rules is used up they go after one round.
 */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /** Between a purge and the round that frees what it meant, if no other is under way. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Between rounds. */
  static final Duration REST = Duration.ofMinutes(1);

  /** Between the steps of a round, so that loops have the processor. */
  private static final long PAUSE_MILLIS = 2;

  private final Map<SharedCache, Round> rounds = new HashMap<>();
  private final ScheduledThreadPoolExecutor thread;
  private final Duration rest;

  Keeper() {
    this(REST);
  }

  Keeper(Duration rest) {
    this.rest = rest;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("weir-cache").unstarted(task));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Purges the caches; fails if one of them cannot, while others may have. */
  CompletionStage<Void> purge(Collection<SharedCache> caches, Purge purge) {
    try {
      return CompletableFuture.runAsync(
          () -> {
            for (var cache : caches) {
              purge(cache, purge);
            }
          },
          thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void purge(SharedCache cache, Purge purge) {
    try {
      cache.store().purge(purge);
      cache.counts().countPurge();
    } catch (TooManyPurges | IOException e) {
      throw new CompletionException(e);
    } finally {
      rounds.computeIfAbsent(cache, Round::new).wanted();
    }
  }

  /** A cache that is about to be closed is not looked through any more. */
  void forget(SharedCache cache) {
    try {
      thread.execute(() -> rounds.remove(cache));
    } catch (RejectedExecutionException _) {
      // Closed, so nothing is looked through.
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  /** One cache being looked through, time and again until no rules are left. */
  private final class Round {
    private final SharedCache cache;
    private @Nullable ScheduledFuture<?> resting;
    private boolean walking;

    /** The last purge when this round began, and when the one before it did. */
    private long here;

    private long before;

    Round(SharedCache cache) {
      this.cache = cache;
    }

    /** There is something to look for. */
    void wanted() {
      if (walking || resting != null && !isPressed()) {
        return;
      }
      if (resting != null) {
        resting.cancel(false);
      }
      rest(isPressed() ? Duration.ZERO : SOON);
    }

    private void rest(Duration time) {
      resting = thread.schedule(this::begin, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin() {
      resting = null;
      walking = true;
      here = cache.store().purges().latest();
      step();
    }

    private void step() {
      if (!rounds.containsKey(cache)) {
        return;
      }
      try {
        if (!cache.store().sweep()) {
          thread.schedule(this::step, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
          return;
        }
      } catch (RuntimeException defect) {
        LOG.error("cache '{}' could not be looked through", cache.store().name(), defect);
      }
      walking = false;
      end();
    }

    private void end() {
      var purges = cache.store().purges();
      purges.fold(isPressed() ? here : before);
      before = here;
      if (purges.rules() > 0) {
        rest(isPressed() ? Duration.ZERO : rest);
      }
    }

    private boolean isPressed() {
      return cache.store().purges().isPressed();
    }
  }
}
