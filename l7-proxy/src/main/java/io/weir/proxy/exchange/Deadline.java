package io.weir.proxy.exchange;

import org.jspecify.annotations.Nullable;

/** A time-out that can be set, moved and cleared cheaply; see {@link Deadlines}. */
public abstract class Deadline {
  @Nullable Deadline next;
  @Nullable Deadline previous;
  long at;
  long slotTick;
  boolean armed;

  /** Called on the loop when the time has come; the node is cleared and may be set again. */
  protected abstract void expired(long now);

  static Deadline ring() {
    var ring =
        new Deadline() {
          @Override
          protected void expired(long now) {
            throw new IllegalStateException("the head of a slot never expires");
          }
        };
    ring.next = ring;
    ring.previous = ring;
    return ring;
  }

  void linkBefore(Deadline ring) {
    var last = ring.previous == null ? ring : ring.previous;
    previous = last;
    next = ring;
    last.next = this;
    ring.previous = this;
  }

  /** Moves every node of the other ring into this one, which is empty. */
  @SuppressWarnings("ReferenceEquality") // the ring ends at the very node where it began
  void takeAll(Deadline ring) {
    var first = ring.next;
    var last = ring.previous;
    if (first == null || last == null || first == ring) {
      return;
    }
    next = first;
    previous = last;
    first.previous = this;
    last.next = this;
    ring.next = ring;
    ring.previous = ring;
  }

  void unlink() {
    var before = previous;
    var after = next;
    if (before != null && after != null) {
      before.next = after;
      after.previous = before;
    }
    previous = null;
    next = null;
  }
}
