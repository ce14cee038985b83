package io.weir.proxy.cache.disk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Future;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentSource;
import io.weir.proxy.cache.store.ContentWriter;
import io.weir.proxy.cache.store.CountedContent;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content that is written to a file of its own while it arrives. What has arrived last is in
 * memory, in slabs; who reads further behind has it read from the file. If the disk does not keep
 * up, or fails, nothing more is taken, and what is there can still be read.
 */
final class Spool extends CountedContent implements ContentWriter {
  private static final long serialVersionUID = 1L;

  static final int SLAB = 256 << 10;

  /** What stays in memory though it has been written. */
  private static final int WINDOW = 1 << 20;

  /** What it weighs in memory: its slabs go as soon as they are written. */
  private static final int WEIGHT = 1 << 10;

  private final transient Writing writing;
  private final transient Readers readers;
  private final long most;
  private final transient Sums sums = new Sums();
  private transient volatile List<Slab> window = List.of();
  private volatile long length;
  private volatile long written;
  private volatile boolean failed;
  private volatile boolean sealed;
  private transient volatile @Nullable OpenFile open;
  private transient @Nullable StoreFile file;

  /** Octets in memory from a position on. */
  private record Slab(long start, ByteBuf octets) {
    long end() {
      return start + octets.capacity();
    }
  }

  /** What is done to the file, on the thread that writes. */
  interface Writing {
    /** Asks for octets to be written; false if that is too much just now. */
    boolean reserve(long octets);

    /** Has something done on the thread; behind what was asked for before. */
    void later(Scribe.Job job);

    /** So many octets less wait. */
    void done(long octets);

    StoreFile begin() throws IOException;

    void extend(StoreFile file, long octets) throws IOException;

    OpenFile hold(StoreFile file) throws IOException;

    void discard(StoreFile file) throws IOException;

    /** It is over, whatever became of it. */
    void over();
  }

  /**
   * Makes empty content, with one count.
   *
   * @param most octets that are taken
   */
  Spool(Writing writing, Readers readers, long most) {
    this.writing = writing;
    this.readers = readers;
    this.most = most;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long memory() {
    return WEIGHT;
  }

  @Override
  public Content content() {
    return this;
  }

  @Override
  public boolean append(ByteBuf part) {
    int left = part.readableBytes();
    long at = length;
    if (failed || at + left > most || !reserve(at, left)) {
      return false;
    }
    int from = part.readerIndex();
    while (left > 0) {
      int inSlab = (int) (at % SLAB);
      if (inSlab == 0) {
        grow(at);
      }
      var slab = window.getLast();
      int now = Math.min(left, SLAB - inSlab);
      slab.octets.setBytes(inSlab, part, from, now);
      from += now;
      left -= now;
      at += now;
      length = at;
      if (at % SLAB == 0) {
        write(slab, SLAB);
      }
    }
    return true;
  }

  /** All or none of a part is taken. */
  private boolean reserve(long at, int more) {
    long slabs = Math.ceilDiv(at + more, SLAB) - Math.ceilDiv(at, SLAB);
    failed = slabs > 0 && !writing.reserve(slabs * SLAB);
    return !failed;
  }

  /** Begins a slab, and lets go of those that are no longer needed in memory. */
  private void grow(long at) {
    var kept = new ArrayList<Slab>();
    for (var slab : window) {
      if (slab.end() > written || slab.end() > at - WINDOW) {
        kept.add(slab);
      }
    }
    var before = window;
    kept.add(new Slab(at, UnpooledByteBufAllocator.DEFAULT.directBuffer(SLAB, SLAB)));
    window = List.copyOf(kept);
    for (var slab : before) {
      if (!kept.contains(slab)) {
        slab.octets.release();
      }
    }
  }

  private void write(Slab slab, int octets) {
    var piece = slab.octets.retainedSlice(0, octets);
    writing.later(() -> {
      try {
        writeNow(piece, slab.start);
      } finally {
        piece.release();
        writing.done(SLAB);
      }
    });
  }

  private void writeNow(ByteBuf piece, long position) throws IOException {
    if (failed) {
      return;
    }
    try {
      var to = file;
      if (to == null) {
        to = writing.begin();
        file = to;
        open = writing.hold(to);
      }
      writing.extend(to, piece.readableBytes());
      Octets.write(channelHolder().channel(), piece, position);
      sums.add(piece);
      written = position + piece.readableBytes();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  private OpenFile channelHolder() throws IOException {
    var held = open;
    if (held == null) {
      throw new IOException("found no file of what is written");
    }
    return held;
  }

  @Override
  public Content seal() {
    sealed = true;
    int rest = (int) (length % SLAB);
    if (rest > 0) {
      write(window.getLast(), rest);
    }
    return this;
  }

  /** The file with all of it; null if it could not be written. On the thread that writes. */
  @Nullable StoreFile file() {
    return failed || written != length ? null : file;
  }

  /** The checksums of all of it; nothing follows. On the thread that writes. */
  int[] sums() {
    return sums.done();
  }

  /** The file belongs to the store from now on. On the thread that writes. */
  void handOver() {
    file = null;
  }

  @Override
  protected void freed() {
    // Nothing is written behind this: jobs are done in order.
    writing.later(this::free);
  }

  private void free() throws IOException {
    for (var slab : window) {
      slab.octets.release();
    }
    // A slab that was begun and never asked to be written.
    if (length % SLAB != 0 && !sealed) {
      writing.done(SLAB);
    }
    var held = open;
    if (held != null) {
      held.letGo();
    }
    writing.over();
    if (file != null) {
      writing.discard(file);
    }
  }

  @Override
  public @Nullable ByteBuf slice(long position, int limit) {
    long there = length;
    for (var slab : window) {
      if (position >= slab.start && position < Math.min(slab.end(), there)) {
        int octets = (int) Math.min(Math.min(there, slab.end()) - position, limit);
        try {
          return slab.octets.retainedSlice((int) (position - slab.start), octets);
        } catch (IllegalStateException _) {
          // Let go just now: Netty finds the count at 0. It is in the file.
          return null;
        }
      }
    }
    return null;
  }

  @Override
  public Future<ByteBuf> read(Loop loop, long position, int limit) {
    return readers.read(
        loop,
        () -> {
          var held = channelHolder();
          int octets = (int) Math.min(Math.min(limit, SLAB), written - position);
          var piece = PooledByteBufAllocator.DEFAULT.directBuffer(octets, octets);
          boolean isWhole = false;
          try {
            Octets.fill(held.channel(), position, piece);
            isWhole = true;
            return piece;
          } finally {
            if (!isWhole) {
              piece.release();
            }
          }
        });
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
