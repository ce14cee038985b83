package io.weir.proxy.cache.disk;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongPredicate;

/**
 * Where records are, by the print of their key: two numbers for each in a table that is between
 * three and six eighths full, so some 33 octets an entry. One thread changes it; any may look,
 * without a lock, and may see a place that has just gone or find nothing where something has just
 * moved: records tell themselves what they are.
 */
final class Index {
  private static final int LEAST_SLOTS = 1 << 10;

  /** Places that are looked at for one print; there are at most as many variants. */
  private static final int MOST_PLACES = 64;

  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private volatile Table table;
  private final AtomicLong live = new AtomicLong();
  private int taken;

  private record Table(AtomicLongArray cells, int mask, int shift) {
    static Table of(int slots) {
      return new Table(
          new AtomicLongArray(slots * 2), slots - 1, Long.numberOfLeadingZeros(slots - 1));
    }

    int first(long print) {
      return (int) (print * SPREAD >>> shift) & mask;
    }

    int next(int slot) {
      return (slot + 1) & mask;
    }

    long print(int slot) {
      return cells.getAcquire(slot * 2);
    }

    long place(int slot) {
      return cells.getAcquire(slot * 2 + 1);
    }

    /** The slot of the print with this place, or -1. */
    int find(long print, long place) {
      int slot = first(print);
      for (long there = print(slot); there != 0; there = print(slot)) {
        if (there == print && Place.bare(place(slot)) == place) {
          return slot;
        }
        slot = next(slot);
      }
      return -1;
    }

    void add(long print, long place) {
      int slot = first(print);
      while (place(slot) != Place.NONE) {
        slot = next(slot);
      }
      // Who sees the print of one and the place of another finds another key there.
      cells.setRelease(slot * 2, print);
      cells.setRelease(slot * 2 + 1, place);
    }
  }

  /** Makes an empty index with room for so many entries before it grows. */
  Index(long expected) {
    int slots = LEAST_SLOTS;
    while (slots < 1 << 29 && slots / 2 < expected) {
      slots *= 2;
    }
    table = Table.of(slots);
  }

  /** How many entries there are. Any thread. */
  long live() {
    return live.get();
  }

  /** Octets that it takes up in memory. Any thread. */
  long memory() {
    return table.cells.length() * (long) Long.BYTES;
  }

  /** Whether there may be something. Any thread. */
  boolean has(long print) {
    var now = table;
    int slot = now.first(print);
    for (long there = now.print(slot); there != 0; there = now.print(slot)) {
      if (there == print && now.place(slot) != Place.NONE) {
        return true;
      }
      slot = now.next(slot);
    }
    return false;
  }

  /** The places there are, as they are noted. Any thread. */
  long[] find(long print) {
    var now = table;
    var found = new long[MOST_PLACES];
    int count = 0;
    int slot = now.first(print);
    for (long there = now.print(slot); there != 0; there = now.print(slot)) {
      long place = now.place(slot);
      if (there == print && place != Place.NONE && count < MOST_PLACES) {
        found[count++] = Place.bare(place);
      }
      slot = now.next(slot);
    }
    return java.util.Arrays.copyOf(found, count);
  }

  /** Whether the print has this place. Any thread. */
  boolean has(long print, long place) {
    return table.find(print, place) >= 0;
  }

  /** Notes that what is there was used. Any thread; a race loses the note. */
  void use(long print, long place) {
    var now = table;
    int slot = now.find(print, place);
    if (slot >= 0) {
      now.cells.compareAndSet(slot * 2 + 1, place, place | Place.USED);
    }
  }

  /** Whether that was noted. */
  boolean isUsed(long print, long place) {
    var now = table;
    int slot = now.find(print, place);
    return slot >= 0 && (now.place(slot) & Place.USED) != 0;
  }

  /** What is looked through from here on. */
  Mark mark() {
    return new Mark(this, table);
  }

  /** The index as it lies now. */
  static final class Mark {
    private final Index index;
    private final Table seen;

    private Mark(Index index, Table seen) {
      this.index = index;
      this.seen = seen;
    }

    /** Whether what is added now is seen too. */
    boolean isCurrent() {
      return index.table.equals(seen);
    }

    /** Shows what is in so many slots; returns where to go on, or -1 behind the last. */
    int walk(int from, int slots, Visitor visitor) {
      int end = Math.min(seen.mask + 1, from + slots);
      for (int slot = from; slot < end; slot++) {
        long place = seen.place(slot);
        if (place != Place.NONE) {
          visitor.visit(seen.print(slot), Place.bare(place));
        }
      }
      return end > seen.mask ? -1 : end;
    }
  }

  /** Is shown what there is. */
  interface Visitor {
    void visit(long print, long place);
  }

  /** Adds a place. */
  void add(long print, long place) {
    if (taken >= (table.mask + 1) / 4 * 3) {
      rebuild(_ -> true);
    }
    table.add(print, place);
    taken++;
    live.incrementAndGet();
  }

  /** Takes a place out, if it is there. */
  boolean remove(long print, long place) {
    int slot = table.find(print, place);
    if (slot < 0) {
      return false;
    }
    table.cells.setRelease(slot * 2 + 1, Place.NONE);
    live.decrementAndGet();
    return true;
  }

  /** Forgets all. */
  void clear() {
    table = Table.of(LEAST_SLOTS);
    taken = 0;
    live.set(0);
  }

  /** Keeps the places that are wanted, in a table that is three eighths full at most. */
  void rebuild(LongPredicate isKept) {
    var before = table;
    int kept = 0;
    for (int slot = 0; slot <= before.mask; slot++) {
      long place = before.place(slot);
      kept += place != Place.NONE && isKept.test(Place.bare(place)) ? 1 : 0;
    }
    int slots = LEAST_SLOTS;
    while (slots / 8 * 3L < kept) {
      slots *= 2;
    }
    var after = Table.of(slots);
    for (int slot = 0; slot <= before.mask; slot++) {
      long place = before.place(slot);
      if (place != Place.NONE && isKept.test(Place.bare(place))) {
        after.add(before.print(slot), place);
      }
    }
    taken = kept;
    live.set(kept);
    table = after;
  }
}
