package io.weir.proxy.cache.disk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read from one folder. As many look-ups may wait as a disk does in a moment; what
 * is more is refused at once, since to ask the server is faster then. Replies that are being sent
 * have no server to ask, so their reads always wait: one for each reply at most.
 */
final class Readers implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int QUEUE = 256;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;
  private final AtomicInteger lookups = new AtomicInteger();

  /** What is done by a thread; may block. */
  interface Task<T> {
    T run() throws IOException;
  }

  Readers(String store) {
    var numbers = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("weir-disk-" + store + "-read-" + numbers.incrementAndGet())
                    .unstarted(task));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Has a thread do it, unless too many wait for that; completes on the loop. */
  <T> Future<T> lookUp(Loop loop, Task<T> task) {
    if (lookups.incrementAndGet() > QUEUE) {
      lookups.decrementAndGet();
      return Future.failedFuture(
          new IOException("found " + QUEUE + " look-ups waiting for the disk"));
    }
    return read(
        loop,
        () -> {
          lookups.decrementAndGet();
          return task.run();
        });
  }

  /** Has a thread do it, for a reply that waits for nothing else; completes on the loop. */
  <T> Future<T> read(Loop loop, Task<T> task) {
    Promise<T> result = Promise.promise();
    try {
      threads.execute(() -> run(loop, task, result));
    } catch (RejectedExecutionException _) {
      result.fail(new IOException("found the folder closed"));
    }
    return result.future();
  }

  private static <T> void run(Loop loop, Task<T> task, Promise<T> result) {
    try {
      var done = task.run();
      loop.execute(() -> result.complete(done));
    } catch (IOException | RuntimeException | OutOfMemoryError thrown) {
      // The worker's edge: whoever waits must hear of it, and the thread go on.
      loop.execute(() -> result.fail(thrown));
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
