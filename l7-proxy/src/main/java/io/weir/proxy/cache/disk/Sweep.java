package io.weir.proxy.cache.disk;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Holds all that is on disk against the purges, some records at a time. What is written meanwhile
 * is judged when it is. By one thread at a time; blocks.
 */
final class Sweep {
  private static final int AT_ONCE = 4096;
  private static final int PATIENCE_SECONDS = 60;

  private final DiskStore disk;
  private int at = -1;
  private Index.Mark mark;
  private long latest;

  Sweep(DiskStore disk) {
    this.disk = disk;
    this.mark = disk.shelf().index().mark();
  }

  /** Goes on; true when a round is over, or none is needed. */
  boolean step() {
    var judge = disk.judge();
    if (at < 0) {
      latest = judge.purges().latest();
      if (latest <= judge.settled()) {
        return true;
      }
      at = 0;
      mark = disk.shelf().index().mark();
    }
    at = mark.walk(at, AT_ONCE, this::look);
    if (at >= 0) {
      return false;
    }
    if (!mark.isCurrent()) {
      // The index was built anew, in another order.
      return false;
    }
    if (isDone()) {
      judge.settled(latest);
    }
    return true;
  }

  private void look(long print, long place) {
    try {
      var head = disk.shelf().read(place).head();
      var judged = disk.judge().judged(head);
      if (judged.isEmpty()) {
        disk.scribe().urgent(() -> disk.kill(print, place));
      } else if (!judged.get().freshness().equals(head.freshness())) {
        disk.renew(print, place, judged.get());
      }
    } catch (IOException _) {
      // What cannot be read is found to be so when it is asked for.
    }
  }

  /** Waits for what was asked of the thread that writes. */
  private boolean isDone() {
    var done = new CompletableFuture<Boolean>();
    disk.scribe().later(() -> done.complete(true));
    return done.completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
