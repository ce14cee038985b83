package io.weir.proxy.compress;

import io.weir.dsl.model.Compression.Choice;
import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Transcoding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The coders of a process: lent to one body at a time, and kept on the loop that lent them, since
 * to make one costs as much as to compress some kilobytes. Those that are kept belong to their
 * loop.
 */
public final class Coders {
  /** Of one kind on one loop; what is beyond is freed when it comes back. */
  private static final int KEPT_MOST = 8;

  private final AtomicReferenceArray<Shelf> shelves;
  private final LongAdder lent = new LongAdder();
  private final Total[] encoded = totals();
  private final Total[] decoded = totals();

  /** Octets of all bodies so far. */
  private record Total(LongAdder taken, LongAdder made) {}

  /**
   * What was done with one coding so far.
   *
   * @param decodes whether it was undone; else it was made
   * @param taken octets that went in
   * @param made octets that came out
   */
  public record Done(ContentCoding coding, boolean decodes, long taken, long made) {}

  /**
   * @param loops how many there are
   */
  public Coders(int loops) {
    shelves = new AtomicReferenceArray<>(loops);
  }

  /** How many are lent now; any thread. */
  public long lent() {
    return lent.sum();
  }

  /** What was done by bodies that have ended; any thread. */
  public List<Done> done() {
    var all = new ArrayList<Done>();
    for (var coding : ContentCoding.values()) {
      var made = encoded[coding.ordinal()];
      var undone = decoded[coding.ordinal()];
      all.add(new Done(coding, false, made.taken.sum(), made.made.sum()));
      all.add(new Done(coding, true, undone.taken.sum(), undone.made.sum()));
    }
    return all;
  }

  /** A coder that compresses a body of this length, below 0 if not known. On the loop. */
  Lent encoder(Loop loop, Choice choice, long length) {
    var counts = new Transcoding(choice.coding(), false);
    int level = choice.level();
    var found =
        switch (choice.coding()) {
          case GZIP -> lend(loop, "gzip " + level, () -> gzip(level), counts);
          case ZSTD -> lend(loop, "zstd " + level, () -> new ZstdEncoder(level), counts);
          case BR -> lend(loop, "br", () -> new BrotliEncoder(level, length), counts);
        };
    if (length >= 0 && found.coder instanceof ZstdEncoder zstd) {
      zstd.expect(length);
    }
    return found;
  }

  /** A coder that undoes a coding. On the loop. */
  Lent decoder(Loop loop, ContentCoding coding) {
    var counts = new Transcoding(coding, true);
    return switch (coding) {
      case GZIP -> lend(loop, "gunzip", GzipDecoder::new, counts);
      case ZSTD -> lend(loop, "unzstd", ZstdDecoder::new, counts);
      case BR -> lend(loop, "unbr", BrotliDecoder::new, counts);
    };
  }

  private static Coder gzip(int level) {
    return Zlib.found().isPresent() ? new ZlibEncoder(level) : new GzipEncoder(level);
  }

  private Lent lend(Loop loop, String kind, Supplier<Coder> maker, Transcoding counts) {
    var shelf = shelves.getPlain(loop.index());
    if (shelf == null) {
      shelf = new Shelf();
      shelves.set(loop.index(), shelf);
    }
    var idle = shelf.idle.computeIfAbsent(kind, _ -> new ArrayDeque<>());
    var kept = idle.pollLast();
    var coder = kept == null ? maker.get() : kept;
    lent.increment();
    return new Lent(coder, idle, counts);
  }

  private static Total[] totals() {
    var totals = new Total[ContentCoding.values().length];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = new Total(new LongAdder(), new LongAdder());
    }
    return totals;
  }

  /** What one loop keeps. */
  private static final class Shelf {
    private final Map<String, ArrayDeque<Coder>> idle = new HashMap<>();
  }

  /** A coder that must be given back, once, on its loop. */
  final class Lent {
    private final Coder coder;
    private final ArrayDeque<Coder> idle;
    private final Transcoding counts;

    private Lent(Coder coder, ArrayDeque<Coder> idle, Transcoding counts) {
      this.coder = coder;
      this.idle = idle;
      this.counts = counts;
    }

    Coder coder() {
      return coder;
    }

    /** What goes through it. */
    Transcoding counts() {
      return counts;
    }

    /** Keeps it for the next body, or frees it. */
    void giveBack() {
      lent.decrement();
      var total = (counts.decodes() ? decoded : encoded)[counts.coding().ordinal()];
      total.taken.add(counts.taken());
      total.made.add(counts.made());
      if (idle.size() < KEPT_MOST && coder.reset()) {
        idle.addLast(coder);
      } else {
        coder.close();
      }
    }
  }
}
