package io.weir.proxy.log;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Lines on their way from one loop to the writer: a ring of octets with one producer and one
 * consumer, which share nothing but two positions. Neither ever waits for the other: a line that
 * does not fit is dropped and counted. Positions count octets since the start and only grow.
 */
final class Ring {
  private static final VarHandle WRITTEN = handle("written");
  private static final VarHandle TAKEN = handle("taken");
  private static final VarHandle DROPPED = handle("dropped");

  private final ByteBuffer octets;
  private final ByteBuffer view;
  private final int size;

  private long written;
  private long taken;
  private long dropped;
  private long wokenAt = -1;

  /**
   * @param size in octets, a power of two
   */
  Ring(int size) {
    this.octets = ByteBuffer.allocateDirect(size);
    this.view = octets.duplicate();
    this.size = size;
  }

  /** Producer: takes the line whole, or drops it. */
  void offer(byte[] line, int length) {
    long at = written;
    if (length > size - (at - (long) TAKEN.getAcquire(this))) {
      drop();
      return;
    }
    int index = (int) (at & (size - 1));
    int first = Math.min(length, size - index);
    octets.put(index, line, 0, first);
    octets.put(0, line, first, length - first);
    WRITTEN.setRelease(this, at + length);
  }

  /** Producer: counts a line that is not taken. */
  void drop() {
    DROPPED.setOpaque(this, dropped + 1);
  }

  /** Producer: whether the consumer should be woken; once for each time that it falls behind. */
  boolean isWakeDue() {
    long at = (long) TAKEN.getOpaque(this);
    if (written - at < size >> 2 || at == wokenAt) {
      return false;
    }
    wokenAt = at;
    return true;
  }

  /** Consumer: writes what is there; on failure the rest stays for the next time. */
  void drainTo(Sink sink) throws IOException {
    long until = (long) WRITTEN.getAcquire(this);
    while (taken < until) {
      int index = (int) (taken & (size - 1));
      int length = (int) Math.min(until - taken, size - index);
      view.limit(index + length).position(index);
      try {
        sink.write(view);
      } finally {
        TAKEN.setRelease(this, taken + view.position() - index);
      }
    }
  }

  /** Octets that are not written yet; any thread. */
  long waiting() {
    return (long) WRITTEN.getAcquire(this) - (long) TAKEN.getAcquire(this);
  }

  /** Lines dropped so far; any thread. */
  long dropped() {
    return (long) DROPPED.getOpaque(this);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(Ring.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
