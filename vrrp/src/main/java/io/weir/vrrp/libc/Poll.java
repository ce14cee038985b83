package io.weir.vrrp.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for one thread: until something can be read, until another thread calls {@link #wake}, or
 * until a time has come, to the nanosecond (ppoll(2), eventfd(2)).
 */
public final class Poll implements AutoCloseable {
  private static final short POLLIN = 1;
  private static final int ENTRY = 8;
  private static final int EFD_FLAGS = 0x80800;
  private static final long NO_MASK = 0;

  private final int wakeup;
  private final List<Descriptor> watched = new ArrayList<>();
  private byte[] entries = new byte[0];
  private boolean isClosed;

  public Poll() throws SystemCallException {
    wakeup = (int) Native.checked(Native.LIBC.eventfd(0, EFD_FLAGS), "eventfd()");
    watch(List.of());
  }

  /** What to wait for from now on. */
  public void watch(List<Descriptor> descriptors) {
    watched.clear();
    watched.addAll(descriptors);
    var out = ByteBuffer.allocate(ENTRY * (watched.size() + 1)).order(ByteOrder.nativeOrder());
    out.putInt(wakeup).putShort(POLLIN).putShort((short) 0);
    for (var descriptor : watched) {
      out.putInt(descriptor.number()).putShort(POLLIN).putShort((short) 0);
    }
    entries = out.array();
  }

  /** Waits, but no longer than this. */
  public void await(long nanos) throws SystemCallException {
    var timeout =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putLong(Math.max(0, nanos) / 1_000_000_000L)
            .putLong(Math.max(0, nanos) % 1_000_000_000L);
    int ready = Native.LIBC.ppoll(entries, entries.length / ENTRY, timeout.array(), NO_MASK);
    if (ready < 0 && !Native.lastError().equals(Errno.EINTR)) {
      throw new SystemCallException("ppoll()", Native.lastError());
    }
    if (ready > 0 && ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder()).getShort(6) != 0) {
      Native.LIBC.read(wakeup, new byte[Long.BYTES], Long.BYTES);
    }
  }

  /** Whether a descriptor had something to be read, or an error, after the last wait. */
  public boolean isReady(Descriptor descriptor) {
    int index = watched.indexOf(descriptor);
    return index >= 0
        && ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder()).getShort((index + 1) * ENTRY + 6)
            != 0;
  }

  /** Ends the wait of now, or else the next one at once. Any thread. */
  public synchronized void wake() {
    if (isClosed) {
      return;
    }
    var one = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array();
    Native.LIBC.write(wakeup, one, one.length);
  }

  @Override
  public synchronized void close() {
    // Under the same lock as wake(): the number may be another file's a moment later.
    isClosed = true;
    Native.LIBC.close(wakeup);
  }
}
