package io.weir.architecture.broken.proxy.limit;

import io.weir.architecture.broken.proxy.cache.Entry;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A feature in a cycle with another, and every kind of lock. */
public final class Bucket {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Entry> entries;

  /** Holds the entries. */
  public Bucket(List<Entry> entries) {
    this.entries = entries;
  }

  /** Locks by a synchronized method. */
  public synchronized int first() {
    return entries.size();
  }

  /** Locks by a synchronized block. */
  public int second() {
    synchronized (lock) {
      return entries.size();
    }
  }
}
