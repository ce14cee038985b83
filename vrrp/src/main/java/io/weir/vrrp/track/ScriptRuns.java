package io.weir.vrrp.track;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program again and again, never twice at a time: one that is killed and does not end, as
 * it waits for a disk that does not answer, is not joined by another, but fails again and again.
 * Touched by the thread of the clock.
 */
final class ScriptRuns {
  private final Check.Script script;
  private final ScheduledExecutorService clock;
  private final Consumer<Answer> listener;
  private Streak streak = Streak.UNKNOWN;
  private @Nullable Process running;
  private boolean isOverdue;
  private boolean isEnded;
  private long begunAt;
  private Optional<Future<?>> next = Optional.empty();

  ScriptRuns(Check.Script script, ScheduledExecutorService clock, Consumer<Answer> listener) {
    this.script = script;
    this.clock = clock;
    this.listener = listener;
  }

  /** Begins a run, unless it is over with them. */
  void begin() {
    if (isEnded) {
      return;
    }
    begunAt = System.nanoTime();
    isOverdue = false;
    try {
      var process =
          new ProcessBuilder(script.command())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      running = process;
      in(script.timeout().toNanos(), this::overdue);
      var _ = process.onExit().thenAcceptAsync(this::ended, whileItLasts());
    } catch (IOException e) {
      answered(false, "it cannot be run: " + e.getMessage());
      again();
    }
  }

  /** Ends are told by a thread of the JDK's, and one may come when there is no clock any more. */
  private Executor whileItLasts() {
    return task -> {
      try {
        clock.execute(task);
      } catch (RejectedExecutionException _) {
        // The end of all runs.
      }
    };
  }

  private void ended(Process process) {
    if (isEnded || !process.equals(running)) {
      return;
    }
    running = null;
    if (!isOverdue) {
      int code = process.exitValue();
      answered(code == 0, code == 0 ? "it ended with 0" : "it ended with " + code);
    }
    again();
  }

  private void overdue() {
    var process = running;
    if (isEnded || process == null) {
      return;
    }
    if (!isOverdue) {
      isOverdue = true;
      kill(process);
    }
    answered(false, "it took longer than " + seconds());
    in(script.every().toNanos(), this::overdue);
  }

  private String seconds() {
    return script.timeout().toMillis() / 1000.0 + " s";
  }

  private void answered(boolean isGood, String why) {
    var before = streak;
    streak = streak.after(isGood, script.rise(), script.fall());
    if (!streak.isUp().equals(before.isUp())) {
      listener.accept(isGood ? Answer.up(why) : Answer.down(why));
    }
  }

  private void again() {
    in(begunAt + script.every().toNanos() - System.nanoTime(), this::begin);
  }

  private void in(long nanos, Runnable task) {
    next.ifPresent(one -> one.cancel(false));
    next = Optional.of(clock.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS));
  }

  /** Runs no more; what runs is killed. */
  void end() {
    isEnded = true;
    next.ifPresent(one -> one.cancel(false));
    if (running != null) {
      kill(running);
    }
  }

  private static void kill(Process process) {
    // Looked for first, as nobody knows whose they were afterwards; killed last, lest it go on.
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
