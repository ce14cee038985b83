package io.weir.proxy.listen;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file descriptors of the process: how many there may be, how many are in use, and from where
 * on no more clients are let in. The rest is kept for connections to servers, files and the admin
 * port. Any thread may call; nothing waits.
 *
 * <p>Clients are counted as they come and go; everything else is what a count of all descriptors
 * had beside them, some seconds ago at most.
 */
public final class Descriptors {
  private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
  private static final long QUIET_NANOS = 60_000_000_000L;
  private static final int KEPT_LEAST = 32;
  private static final int KEPT_MOST = 8192;
  private static final int CLIENTS_LEAST = 8;

  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicLong warned = new AtomicLong(System.nanoTime() - QUIET_NANOS);
  private volatile int others;
  private volatile int most = Integer.MAX_VALUE;

  /**
   * Notes what was counted.
   *
   * @param used descriptors in use, those of clients too
   * @param limit the process's soft limit
   */
  public void counted(long used, long limit) {
    others = Math.clamp(used - clients.get(), 0, Integer.MAX_VALUE);
    most = Math.clamp(limit, 0, Integer.MAX_VALUE);
  }

  /** Whether so many are in use that they should be counted often. */
  public boolean areHalfUsed() {
    return (long) others + clients.get() > most / 2;
  }

  /** How many clients can be let in: what is left beside all else, less what is kept. */
  public int room() {
    return room(most, others);
  }

  static int room(int most, int others) {
    int kept = Math.clamp(most / 4, KEPT_LEAST, KEPT_MOST);
    return Math.max(CLIENTS_LEAST, most - others - kept);
  }

  void entered() {
    clients.incrementAndGet();
  }

  void left() {
    clients.decrementAndGet();
  }

  /** Whether no more clients should be let in. */
  boolean areScarce() {
    if (clients.get() < room()) {
      return false;
    }
    warn();
    return true;
  }

  /** Notes that a descriptor was asked for in vain. */
  void usedUp() {
    warn();
  }

  private void warn() {
    long now = System.nanoTime();
    long last = warned.get();
    if (now - last >= QUIET_NANOS && warned.compareAndSet(last, now)) {
      LOG.warn(
          "file descriptors run out: {} clients and {} others have some, of {}; idle clients are"
              + " closed and new ones wait; raise the limit (ulimit -n, LimitNOFILE=)",
          clients.get(),
          others,
          most);
    }
  }
}
