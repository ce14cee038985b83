package io.weir.vrrp.track;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds out again and again how what virtual routers follow is. Any thread. A file on a disk that
 * does not answer delays the others: no router waits, but none hears of a change.
 */
public final class Trackers implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  private static final long END_SECONDS = 5;
  private static final Path PROC = Path.of("/proc");

  private final TrackListener listener;
  private final ScheduledThreadPoolExecutor clock;
  private final Map<Check, Runnable> ends = new HashMap<>();

  /** Prepares; nothing is looked at yet. */
  public Trackers(TrackListener listener) {
    this.listener = listener;
    clock =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("weir-vrrp-track").unstarted(task));
    clock.setRemoveOnCancelPolicy(true);
  }

  /** These are looked at from now on; what is looked at already goes on. */
  public synchronized void use(Collection<Check> wanted) {
    ends.entrySet()
        .removeIf(entry -> {
          boolean isGone = !wanted.contains(entry.getKey());
          if (isGone) {
            entry.getValue().run();
          }
          return isGone;
        });
    for (var check : wanted) {
      if (!ends.containsKey(check)) {
        ends.put(check, begin(check));
      }
    }
  }

  /** Begins to look; how to end it. */
  private Runnable begin(Check check) {
    return switch (check) {
      case Check.Content(_, var file) -> poll(check, () -> NumberFile.read(file));
      case Check.Named(_, var name) -> {
        var watch = new ProcessWatch(PROC, name);
        yield poll(check, () -> watch.look(System.nanoTime()));
      }
      case Check.Asked(_, var trouble) ->
          poll(check, () -> trouble.get().map(Answer::down).orElse(Answer.up("nothing is wrong")));
      case Check.Script script -> {
        var runs = new ScriptRuns(script, clock, answer -> listener.told(script.subject(), answer));
        clock.execute(runs::begin);
        yield () -> clock.execute(runs::end);
      }
    };
  }

  private Runnable poll(Check check, Supplier<Answer> question) {
    var poll = new Poll(check.subject(), question);
    Future<?> future = clock.scheduleWithFixedDelay(poll, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  /** Asks, and tells what is another than before. Touched by the clock's thread. */
  private final class Poll implements Runnable {
    private final String subject;
    private final Supplier<Answer> question;
    private boolean isKnown;
    private int last;

    private Poll(String subject, Supplier<Answer> question) {
      this.subject = subject;
      this.question = question;
    }

    @Override
    public void run() {
      var answer = question.get();
      if (!isKnown || answer.state() != last) {
        isKnown = true;
        last = answer.state();
        listener.told(subject, answer);
      }
    }
  }

  /** Looks at nothing any more; programs that run are killed. */
  @Override
  public void close() {
    use(List.of());
    clock.shutdown();
    try {
      if (!clock.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        clock.shutdownNow();
      }
    } catch (InterruptedException _) {
      clock.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
