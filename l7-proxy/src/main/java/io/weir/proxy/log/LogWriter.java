package io.weir.proxy.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that carries lines from the loops' rings to the sink, many at a time: every {@value
 * #PAUSE_MILLIS} ms, and at once when a ring fills up. A failed write is tried again at the next
 * turn with the same octets, so a full disk costs only what the rings cannot hold meanwhile, and no
 * line is torn.
 */
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final int PAUSE_MILLIS = 50;
  private static final long COMPLAIN_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long REOPEN_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final Sink sink;
  private final List<Ring> rings;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicLong errors = new AtomicLong();
  private final Thread thread;
  private volatile boolean isClosing;
  private volatile boolean hasStopped;

  private boolean isReopenDue;
  private long reopenTriedAt;
  private long errorToldAt = System.nanoTime() - COMPLAIN_NANOS;
  private long dropToldAt = errorToldAt;
  private long dropsTold;

  /** What another thread waits for. */
  private record Request(boolean reopens, CompletableFuture<Void> done) {}

  /**
   * @param name what complaints call the sink
   */
  LogWriter(String name, Sink sink, List<Ring> rings) {
    this.name = name;
    this.sink = sink;
    this.rings = List.copyOf(rings);
    this.thread = Thread.ofPlatform().daemon().name("weir-access-log").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks for a turn now; any thread. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Completes when everything recorded before has been handed to the sink, or could not be. */
  CompletableFuture<Void> flush() {
    return ask(false);
  }

  /** Completes when a new file is in use; fails if none can be opened, which is tried again. */
  CompletableFuture<Void> reopen() {
    return ask(true);
  }

  /** Writes out what is there, for as long as given; then leaves it to its fate. */
  void close(Duration limit) {
    isClosing = true;
    wake();
    try {
      if (!thread.join(limit)) {
        LOG.warn("access log {}: {} octets are not written after {}", name, waiting(), limit);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Operations on the sink that failed. */
  long errors() {
    return errors.get();
  }

  private CompletableFuture<Void> ask(boolean reopens) {
    var done = new CompletableFuture<Void>();
    requests.add(new Request(reopens, done));
    wake();
    if (hasStopped) {
      refuseRequests();
    }
    return done;
  }

  private void run() {
    while (!isClosing) {
      LockSupport.parkNanos(this, PAUSE_MILLIS * 1_000_000L);
      turn();
    }
    turn();
    try {
      sink.close();
    } catch (IOException e) {
      failed("close", e);
    }
    hasStopped = true;
    refuseRequests();
  }

  private void turn() {
    // Taken before the rings are read, so that what was recorded before a request goes first.
    int asked = requests.size();
    drain();
    IOException reopenFailure = null;
    for (int i = 0; i < asked; i++) {
      var request = requests.remove();
      if (request.reopens() && (reopenFailure = reopenSink()) != null) {
        request.done().completeExceptionally(reopenFailure);
      } else {
        request.done().complete(null);
      }
    }
    if (isReopenDue && System.nanoTime() - reopenTriedAt >= REOPEN_AGAIN_NANOS) {
      var _ = reopenSink();
    }
    tellDrops();
  }

  private void drain() {
    try {
      for (var ring : rings) {
        ring.drainTo(sink);
      }
    } catch (IOException e) {
      failed("write", e);
    }
  }

  private @org.jspecify.annotations.Nullable IOException reopenSink() {
    reopenTriedAt = System.nanoTime();
    try {
      sink.reopen();
      isReopenDue = false;
      return null;
    } catch (IOException e) {
      isReopenDue = true;
      failed("reopen", e);
      return e;
    }
  }

  private void failed(String operation, IOException e) {
    long count = errors.incrementAndGet();
    if (System.nanoTime() - errorToldAt >= COMPLAIN_NANOS) {
      errorToldAt = System.nanoTime();
      LOG.error("access log {}: cannot {}: {} ({} errors so far)", name, operation, e, count);
    }
  }

  private void tellDrops() {
    long drops = rings.stream().mapToLong(Ring::dropped).sum();
    if (drops > dropsTold && System.nanoTime() - dropToldAt >= COMPLAIN_NANOS) {
      LOG.warn(
          "access log {}: {} lines dropped, as they came faster than they could be written",
          name,
          drops - dropsTold);
      dropToldAt = System.nanoTime();
      dropsTold = drops;
    }
  }

  private long waiting() {
    return rings.stream().mapToLong(Ring::waiting).sum();
  }

  private void refuseRequests() {
    for (var request = requests.poll(); request != null; request = requests.poll()) {
      request.done().completeExceptionally(new IOException("the access log is closed"));
    }
  }
}
