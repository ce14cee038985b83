package io.weir.proxy.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Where checks run that take too long for a loop. */
interface Workers {
  /** How many checks may wait for a thread; more than a few seconds' worth helps nobody. */
  int QUEUE = 256;

  /** The check's result; fails with {@link Cause#AUTH_BUSY} if too many wait already. */
  CompletableFuture<Boolean> check(BooleanSupplier work);

  /** Runs checks where they are asked for, for requests that are only thought through. */
  static Workers here() {
    return work -> CompletableFuture.completedFuture(work.getAsBoolean());
  }

  /** Threads of their own: half of the processors, so that the loops keep the others. */
  static ThreadPoolExecutor threads() {
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var numbers = new AtomicInteger();
    var executor =
        new ThreadPoolExecutor(
            most,
            most,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              var thread = new Thread(task, "weir-password-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Runs checks on these threads. */
  static Workers on(ThreadPoolExecutor threads) {
    return work -> {
      var result = new CompletableFuture<Boolean>();
      try {
        threads.execute(() -> complete(result, work));
      } catch (RejectedExecutionException e) {
        result.completeExceptionally(
            new ProxyFailure(
                Cause.AUTH_BUSY, "found " + QUEUE + " passwords waiting to be checked"));
      }
      return result;
    };
  }

  private static void complete(CompletableFuture<Boolean> result, BooleanSupplier work) {
    try {
      result.complete(work.getAsBoolean());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      // The worker's edge: whoever waits must hear of it, and the thread go on.
      result.completeExceptionally(defect);
    }
  }

  /** The result on the loop: at once, if it is there. */
  static <T> Future<T> onLoop(Loop loop, CompletableFuture<T> result) {
    if (result.isDone()) {
      return settled(result);
    }
    Promise<T> promise = Promise.promise();
    result.whenComplete((_, _) -> loop.execute(() -> settled(result).onComplete(promise)));
    return promise.future();
  }

  private static <T> Future<T> settled(CompletableFuture<T> result) {
    Supplier<Throwable> why = result::exceptionNow;
    return result.isCompletedExceptionally()
        ? Future.failedFuture(why.get())
        : Future.succeededFuture(result.join());
  }
}
