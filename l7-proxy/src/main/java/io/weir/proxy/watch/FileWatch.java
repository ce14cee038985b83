package io.weir.proxy.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks at files. It asks the file system rather than being told by it: that works
 * on every file system, through links, and for files that are replaced as a whole.
 */
public final class FileWatch implements AutoCloseable {
  /** Between two looks; a change is taken up at the second look that sees it. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final List<WatchedFiles<?>> kinds;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "weir-files");
        made.setDaemon(true);
        return made;
      });

  /** Looks at the files of these kinds, from now on. */
  public FileWatch(List<WatchedFiles<?>> kinds, Duration period) {
    this.kinds = List.copyOf(kinds);
    thread.scheduleWithFixedDelay(
        this::look, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    for (var kind : kinds) {
      try {
        kind.look();
      } catch (RuntimeException defect) {
        // The thread's edge: one file's defect must not keep the others from being read.
        LOG.error("a file that has changed met a defect", defect);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
