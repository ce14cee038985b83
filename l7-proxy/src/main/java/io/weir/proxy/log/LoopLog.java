package io.weir.proxy.log;

import java.time.ZoneId;

/** What the access log keeps for one loop, which alone uses it. */
final class LoopLog {
  private final Line line = new Line();
  private final Stamp now = new Stamp(ZoneId.systemDefault());
  private final Ring ring;

  LoopLog(Ring ring) {
    this.ring = ring;
  }

  /** Makes the entry's line and hands it over; whether the writer should be woken. */
  boolean write(Format format, long millis, Entry entry) {
    now.set(millis);
    line.clear();
    format.append(line, now, entry);
    ring.offer(line.octets(), line.length());
    return ring.isWakeDue();
  }

  /** Counts a line that comes too late. */
  void drop() {
    ring.drop();
  }
}
