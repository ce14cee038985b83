package io.weir.proxy.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes to one folder and alone changes what is there. What makes something void
 * goes before what is to be kept. After an error nothing is written for a while; what is not
 * written is not kept, and nobody waits for it.
 */
final class Scribe {
  private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);

  /** Octets that may wait to be written. */
  static final long MOST_WAITING = 64L << 20;

  private static final Duration REST = Duration.ofSeconds(10);
  private static final Duration COMPLAIN = Duration.ofMinutes(1);
  private static final Duration CLOSE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final String folder;
  private final Queue<Job> urgent = new ConcurrentLinkedQueue<>();
  private final Queue<Job> later = new ConcurrentLinkedQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final Thread thread;
  private final AtomicBoolean isDrained = new AtomicBoolean();
  private volatile boolean isClosing;
  private volatile boolean hasEnded;
  private volatile long restsUntil = System.nanoTime();
  private long toldAt = System.nanoTime() - COMPLAIN.toNanos();
  private Care care = new Care() {};

  /** Something to be done on the thread. */
  interface Job {
    void run() throws IOException;
  }

  /** What is done beside the jobs, on the thread. */
  interface Care {
    /** There is nothing to do just now. */
    default void idle() throws IOException {}

    /** The file system is full. */
    default void full() {}

    /** Nothing follows. */
    default void end() throws IOException {}
  }

  /**
   * @param store the name of the store
   * @param folder what complaints call it
   */
  Scribe(String store, String folder) {
    this.folder = folder;
    this.thread = Thread.ofPlatform().daemon().name("weir-disk-" + store).unstarted(this::work);
  }

  void start(Care taken) {
    care = taken;
    thread.start();
  }

  /** Has it done before what waits. Any thread. */
  void urgent(Job job) {
    urgent.add(job);
    wake();
  }

  /** Has it done behind what waits. Any thread. */
  void later(Job job) {
    later.add(job);
    wake();
  }

  private void wake() {
    LockSupport.unpark(thread);
    // What is given back when all is over is given back here.
    if (hasEnded && isDrained.compareAndSet(true, false)) {
      drain();
      isDrained.set(true);
    }
  }

  /**
   * Asks for octets to be written; they are given back by {@link #written}. False if too many wait,
   * or if the disk has had errors of late.
   */
  boolean reserve(long octets) {
    if (isClosing || isResting()) {
      return false;
    }
    if (waiting.addAndGet(octets) > MOST_WAITING) {
      waiting.addAndGet(-octets);
      return false;
    }
    return true;
  }

  void written(long octets) {
    waiting.addAndGet(-octets);
  }

  /** Octets that wait to be written. */
  long waiting() {
    return waiting.get();
  }

  /** Whether nothing is written for now. */
  boolean isResting() {
    return System.nanoTime() - restsUntil < 0;
  }

  /** Operations that failed. */
  long errors() {
    return errors.get();
  }

  /** Counts and tells an error of reading. Any thread. */
  void failedToRead(IOException thrown) {
    urgent(() -> tell("read", thrown));
  }

  /** Closes the channel on the thread: to free the blocks of a large file takes its time. */
  void close(FileChannel channel) {
    urgent(channel::close);
  }

  /** Writes what waits, for as long as that takes, within bounds; then ends. */
  void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(CLOSE)) {
        LOG.warn("cache folder {}: {} octets are not written after {}", folder, waiting, CLOSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (!isClosing) {
      drain();
      perform(care::idle);
      if (urgent.isEmpty() && later.isEmpty() && !isClosing) {
        LockSupport.parkNanos(this, IDLE.toNanos());
      }
    }
    drain();
    perform(care::end);
    drain();
    hasEnded = true;
    drain();
    isDrained.set(true);
  }

  private void drain() {
    for (var job = next(); job != null; job = next()) {
      perform(job);
    }
  }

  private @org.jspecify.annotations.Nullable Job next() {
    var first = urgent.poll();
    return first == null ? later.poll() : first;
  }

  private void perform(Job job) {
    try {
      job.run();
    } catch (IOException thrown) {
      var text = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains("no space left") || text.contains("quota")) {
        care.full();
      }
      restsUntil = System.nanoTime() + REST.toNanos();
      tell("write", thrown);
    } catch (RuntimeException | OutOfMemoryError defect) {
      // The thread's edge: what follows must still be done.
      errors.incrementAndGet();
      LOG.error("cache folder {}", folder, defect);
    }
  }

  private void tell(String operation, IOException thrown) {
    long count = errors.incrementAndGet();
    if (System.nanoTime() - toldAt >= COMPLAIN.toNanos()) {
      toldAt = System.nanoTime();
      LOG.warn(
          "cache folder {}: cannot {}: {} ({} errors so far); goes on without",
          folder,
          operation,
          thrown.toString(),
          count);
    }
  }
}
