package io.weir.lvs.probe;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks servers, each on a thread of its own, and knows which of them answer. A question that is
 * asked for several services is asked once. Any thread may call.
 */
public final class Probes implements AutoCloseable {
  private final Listener listener;
  private final Runnable heard;
  private final Marks marks;
  private final Map<Question, Asker> askers = new ConcurrentHashMap<>();

  /** Hears of servers that come and go; called by their threads. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A server has come or gone.
     *
     * @param why empty: it answers again
     */
    void changed(Question question, Optional<String> why);
  }

  /** Tells of servers that come and go. */
  public Probes(Listener listener) {
    this(listener, () -> {}, new Marks());
  }

  /**
   * Tells of servers that come and go, and when one has answered for the first time.
   *
   * @param heard called by the threads that ask
   * @param marks by which the kernel knows the service that a question goes through
   */
  public Probes(Listener listener, Runnable heard, Marks marks) {
    this.listener = listener;
    this.heard = heard;
    this.marks = marks;
  }

  /** Asks these and no others from now on; those that were asked before keep their standing. */
  public synchronized void settle(Set<Question> questions) {
    for (var gone : new HashSet<>(askers.keySet())) {
      if (!questions.contains(gone)) {
        stop(gone);
      }
    }
    for (var question : questions) {
      askers.computeIfAbsent(question, Asker::new);
    }
  }

  /** Whether the server answers, or has not been asked yet. */
  public boolean isUp(Question question) {
    var asker = askers.get(question);
    return asker == null || asker.standing.isUp();
  }

  /** Whether the server has been asked, and answers. */
  public boolean hasAnswered(Question question) {
    var asker = askers.get(question);
    return asker != null && asker.standing.isKnown() && asker.standing.isUp();
  }

  private void stop(Question question) {
    var asker = askers.remove(question);
    if (asker != null) {
      asker.thread.interrupt();
    }
  }

  /** Asks nobody any more. */
  @Override
  public synchronized void close() {
    new HashSet<>(askers.keySet()).forEach(this::stop);
  }

  /** One question and its thread. */
  private final class Asker {
    private final Thread thread;
    private volatile Standing standing = Standing.UNKNOWN;

    Asker(Question question) {
      // A marked socket blocks the thread in the kernel, which virtual ones have to share.
      thread =
          question.through().isPresent()
              ? Thread.ofPlatform().daemon().name("weir-probe").unstarted(() -> run(question))
              : Thread.ofVirtual().name("weir-probe").unstarted(() -> run(question));
      thread.start();
    }

    private void run(Question question) {
      try {
        while (!Thread.interrupted()) {
          var why = Asking.ask(question, marks);
          if (Thread.currentThread().isInterrupted()) {
            // The answer was cut off: it says nothing of the server.
            return;
          }
          var before = standing;
          standing = before.after(why.isEmpty(), question.rise(), question.fall());
          if (before.isUp() != standing.isUp()) {
            listener.changed(question, why);
          } else if (!before.isKnown()) {
            heard.run();
          }
          Thread.sleep(question.every().toMillis() + jitter(question));
        }
      } catch (InterruptedException _) {
        // It is asked no more.
      }
    }

    /** Up to a tenth, so that many servers are not asked in one moment. */
    private static long jitter(Question question) {
      return ThreadLocalRandom.current().nextLong(question.every().toMillis() / 10 + 1);
    }
  }
}
