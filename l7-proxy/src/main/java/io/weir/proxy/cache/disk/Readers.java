package io.weir.proxy.cache.disk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read from one folder. As many tasks may wait as a disk does in a moment; what is
 * more is refused at once, since to ask the server is faster then.
 */
final class Readers implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int QUEUE = 256;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

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
            new ArrayBlockingQueue<>(QUEUE),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("weir-disk-" + store + "-read-" + numbers.incrementAndGet())
                    .unstarted(task));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Has a thread do it; completes on the loop. */
  <T> Future<T> read(Loop loop, Task<T> task) {
    Promise<T> result = Promise.promise();
    try {
      threads.execute(() -> run(loop, task, result));
    } catch (RejectedExecutionException _) {
      result.fail(new IOException("found " + QUEUE + " reads waiting for the disk"));
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
