package io.weir.proxy.compress;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that compress what would hold a loop up: half as many as processors, so that loops
 * always find one. What waits for them is bounded, since a body has one task at a time and its
 * source is paused meanwhile. They end when there is nothing to do.
 */
final class Workers {
  private static final int IDLE_SECONDS = 10;
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** For all bodies of the process. */
  static final Executor PROCESS = pool();

  private Workers() {}

  private static Executor pool() {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("weir-compress-" + NUMBER.incrementAndGet())
                    .unstarted(task));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
