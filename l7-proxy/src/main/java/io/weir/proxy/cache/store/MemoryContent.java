package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Slab;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Content in slabs outside the heap. Slabs are only ever appended to: octets are written first,
 * then the length is published, so that any loop may read up to the length without more ado. What
 * fits into one slab is {@link ShortContent} once it is sealed.
 */
class MemoryContent extends CountedContent implements ContentWriter {
  private static final long serialVersionUID = 1L;

  /** The largest slab: a write of this size costs no more than many small ones. */
  static final int SLAB = 256 << 10;

  private static final int FIRST = 16 << 10;
  private static final Slab[] NO_SLABS = new Slab[0];

  private final long most;
  private final long expected;
  private transient volatile Slab[] slabs = NO_SLABS;
  private volatile long length;
  private long room;

  /**
   * Makes empty content, with one count.
   *
   * @param expected octets to come, or negative if not known
   * @param most octets that are taken
   */
  MemoryContent(long expected, long most) {
    this.expected = expected;
    this.most = most;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long memory() {
    return room;
  }

  @Override
  protected void freed() {
    for (var slab : slabs) {
      slab.release();
    }
  }

  @Override
  public Content content() {
    return this;
  }

  @Override
  public boolean append(ByteBuf part) {
    int octets = part.readableBytes();
    long written = length;
    if (written + octets > most) {
      return false;
    }
    int from = part.readerIndex();
    while (octets > 0) {
      if (written == room) {
        grow(octets);
      }
      var last = slabs[slabs.length - 1];
      int free = (int) (room - written);
      int now = Math.min(free, octets);
      last.put(last.capacity() - free, part, from, now);
      from += now;
      octets -= now;
      written += now;
    }
    length = written;
    return true;
  }

  /**
   * Adds a slab: of the size that is still to come, if that is known; else each as large as all
   * before it together.
   */
  private void grow(int atLeast) {
    long wanted =
        expected > room
            ? expected - room
            : Math.max(Math.max(FIRST, room), Math.min(atLeast, SLAB));
    int size = (int) Math.min(SLAB, wanted);
    var current = slabs;
    var more = Arrays.copyOf(current, current.length + 1);
    more[current.length] = new Slab(size);
    room += size;
    slabs = more;
  }

  @Override
  public Content seal() {
    if (room - length > length / 8) {
      // Readers may be at the last slab, so it cannot be cut: what is kept is a copy of the right
      // size.
      var exact = new MemoryContent(length, length);
      long left = length;
      for (var slab : slabs) {
        int octets = (int) Math.min(left, slab.capacity());
        exact.append(slab.duplicate().setIndex(0, octets));
        left -= octets;
      }
      release();
      return exact.brief();
    }
    return brief();
  }

  /** The same as one small object, if there is one slab. */
  private Content brief() {
    var all = slabs;
    if (all.length != 1) {
      return this;
    }
    all[0].retain();
    var brief = new ShortContent(all[0], (int) length);
    release();
    return brief;
  }

  @Override
  public @Nullable ByteBuf slice(long position, int limit) {
    long there = length - position;
    if (there <= 0) {
      return null;
    }
    long start = position;
    for (var slab : slabs) {
      int size = slab.capacity();
      if (start < size) {
        int octets = (int) Math.min(Math.min(there, limit), size - start);
        return slab.retainedSlice((int) start, octets);
      }
      start -= size;
    }
    throw new IllegalStateException("found no slab for " + position + " of " + length);
  }

  @Override
  public @Nullable Body body(Loop loop, long from, long octets) {
    if (octets == 0) {
      return Body.EMPTY;
    }
    return tryRetain()
        ? new Body.Stream(new ContentSource(loop, this, from, octets), octets, false)
        : null;
  }
}
