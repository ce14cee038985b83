package io.weir.proxy.exchange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time-outs of one loop: a hashed wheel of linked nodes. Moving a deadline further away, which
 * every read and write of a connection does, is one field write; the node is looked at again when
 * its old slot comes round. Resolution is one tick: a deadline fires at most two ticks late, never
 * early. Only the loop's own thread may call.
 */
public final class Deadlines {
  /** Length of a tick in nanoseconds. */
  public static final long TICK_NANOS = 50_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
  private static final int SLOTS = 2048;

  private final Deadline[] slots = new Deadline[SLOTS];
  private final Deadline due = Deadline.ring();
  private final long origin;
  private long tick;

  /**
   * @param now {@link System#nanoTime}
   */
  public Deadlines(long now) {
    this.origin = now;
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = Deadline.ring();
    }
  }

  /** Fires the node at {@code at} ({@link System#nanoTime} nanoseconds), and not before. */
  public void set(Deadline node, long at) {
    node.at = at;
    node.armed = true;
    if (node.next == null) {
      link(node);
    } else if (tickOf(at) < node.slotTick) {
      node.unlink();
      link(node);
    }
  }

  /** Lets the node never fire, until it is set again. */
  public void clear(Deadline node) {
    node.armed = false;
  }

  /** Forgets the node for good. */
  public void remove(Deadline node) {
    node.armed = false;
    if (node.next != null) {
      node.unlink();
    }
  }

  /** Fires what is due; to be called about once a tick. */
  public void advance(long now) {
    long until = (now - origin) / TICK_NANOS;
    while (tick < until) {
      tick++;
      sweep(slots[(int) (tick & (SLOTS - 1))], now);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the ring ends at the very node where it began
  private void sweep(Deadline ring, long now) {
    // An expiring node may unlink any other, so the slot is emptied into a ring of its own first.
    due.takeAll(ring);
    for (var node = due.next; node != null && node != due; node = due.next) {
      node.unlink();
      if (!node.armed) {
        continue;
      }
      if (node.slotTick > tick) {
        node.linkBefore(ring);
      } else if (node.at - now > 0) {
        link(node);
      } else {
        node.armed = false;
        expire(node, now);
      }
    }
  }

  private static void expire(Deadline node, long now) {
    try {
      node.expired(now);
    } catch (RuntimeException defect) {
      // The loop's edge: the wheel must turn on for all other connections.
      LOG.error("a time-out broke on a defect", defect);
    }
  }

  private void link(Deadline node) {
    node.slotTick = Math.max(tickOf(node.at), tick + 1);
    node.linkBefore(slots[(int) (node.slotTick & (SLOTS - 1))]);
  }

  private long tickOf(long at) {
    return (at - origin) / TICK_NANOS + 1;
  }
}
