package io.weir.proxy.cache;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentWriter;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Content that arrives once and is read by all who wait for it, each at its own speed, on its own
 * loop. The server is read ahead of the fastest reader by a bounded stretch; once there is more
 * than the store takes, of the slowest, since from then on it is only passed on. Who then holds the
 * others up is waited for a moment, and left behind if there is another way to what it lacks.
 * Without readers it goes on while that is worth it. Everything happens on the loop of the fetch,
 * but for what says otherwise.
 */
final class Filling implements BodySink {
  /** How far the server is read ahead of readers. */
  private static final long AHEAD = 1 << 20;

  /** How far it is read ahead of the slowest reader of what is only passed on. */
  static final long WINDOW = 4 << 20;

  /** How far it is read as long as it can be joined: little, so that those who come are heard. */
  static final long FIRST = 64 << 10;

  /** How long those who are slow hold up others. */
  private static final long PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

  private static final FillReader[] NONE = new FillReader[0];

  private final Loop loop;
  private final CacheStore store;
  private final long total;
  private final AtomicReference<FillReader[]> readers = new AtomicReference<>(NONE);
  private final Segment first;
  private boolean holdsFirst = true;
  private Segment last;
  private @Nullable BodySource source;
  private @Nullable Ending ending;
  private volatile boolean paused;
  private volatile @Nullable End end;
  private @Nullable Window window;
  private final boolean isPassing;
  private boolean isOpening;
  private final Entrance entrance;
  private final Alarm patience = new Alarm(this::leaveBehind);

  /** How it ended. */
  sealed interface End {}

  /** All of it has arrived. */
  record Whole(FieldLines trailers) implements End {}

  /** It will never be whole. */
  record Broken(ProxyFailure why) implements End {}

  /** Hears of the end, on the loop of the fetch. */
  interface Ending {
    /** All has arrived; the content, of which the listener owns a count, may be stored. */
    void whole(Content content);

    /** There is more than the store takes, by so many octets at least; it is passed on. */
    void outgrown(long length);

    /** It broke off. */
    void broken();
  }

  /**
   * One that may be stored.
   *
   * @param total octets, or negative if not known
   */
  Filling(Loop loop, CacheStore store, ContentWriter writer, long total) {
    this(loop, store, writer, total, null);
  }

  private Filling(
      Loop loop, CacheStore store, ContentWriter writer, long total, @Nullable Window window) {
    this.loop = loop;
    this.store = store;
    this.total = total;
    this.window = window;
    this.isPassing = window != null;
    this.isOpening = isPassing;
    this.entrance = new Entrance(loop, this::closed);
    this.first = new Segment(writer, 0);
    this.last = first.hold();
  }

  /** One that is only passed on: to the first who come, until {@link #opened}, at least. */
  static Filling passing(Loop loop, CacheStore store, long total, Window window) {
    return new Filling(loop, store, store.passing(Segment.LENGTH), total, window);
  }

  /** Whether it was never meant to be stored. */
  boolean isPassing() {
    return isPassing;
  }

  /** All who waited for it have joined, or never will. */
  void opened() {
    isOpening = false;
    if (end == null) {
      entrance.open();
    } else {
      close();
    }
    goOnOrStop();
  }

  private void closed() {
    close();
    holdBack();
    bePatient(paused);
  }

  /** Octets, or negative if not known. */
  long total() {
    return total;
  }

  /**
   * Starts to take what the source has.
   *
   * @param listener null if it is only passed on
   */
  void start(@Nullable BodySource from, @Nullable Ending listener) {
    source = from;
    ending = listener;
    if (from != null) {
      from.start(this);
    }
  }

  /**
   * One more reader, from the start; null if the start is no longer there. Any thread; the reader
   * lives on the loop given.
   */
  @Nullable FillReader reader(Loop at) {
    for (int holders = first.get(); holders > 0; holders = first.get()) {
      if (first.compareAndSet(holders, holders + 1)) {
        var reader = new FillReader(this, at, first);
        entrance.joined();
        readers.updateAndGet(now -> {
          var more = Arrays.copyOf(now, now.length + 1);
          more[now.length] = reader;
          return more;
        });
        return reader;
      }
    }
    return null;
  }

  /** The end, once it is known. Any thread. */
  @Nullable End end() {
    return end;
  }

  @Override
  public void data(ByteBuf part) {
    try {
      append(part);
    } finally {
      part.release();
    }
  }

  private void append(ByteBuf part) {
    while (part.isReadable()) {
      boolean fits =
          isStorable() || last.content().length() + part.readableBytes() <= Segment.LENGTH;
      if (fits && last.writer().append(part)) {
        return;
      }
      overflow(part);
    }
  }

  /** Goes on in a new segment; what no longer fits into the store is only passed on. */
  private void overflow(ByteBuf part) {
    var listener = ending;
    if (isStorable() && listener != null) {
      ending = null;
      listener.outgrown(last.end() + part.readableBytes());
      // Nobody joins any more: what all readers have behind them is freed from now on.
      close();
    }
    long room = Segment.LENGTH - last.content().length();
    if (!last.equals(first) && room > 0) {
      last.writer().append(part.readSlice((int) Math.min(room, part.readableBytes())));
      return;
    }
    var more = new Segment(store.passing(Segment.LENGTH), last.end());
    var full = last;
    more.hold();
    full.next(more);
    last = more;
    full.letGo();
  }

  private void close() {
    if (holdsFirst) {
      holdsFirst = false;
      first.letGo();
      if (window != null) {
        window.closed();
      }
    }
  }

  /** Whether what is only passed on can be joined yet. */
  private boolean isOpen() {
    return isPassing && holdsFirst;
  }

  private boolean isStorable() {
    return ending != null;
  }

  @Override
  public void flush() {
    wakeReaders();
    holdBack();
  }

  @Override
  public void end(FieldLines trailers) {
    var listener = ending;
    if (listener != null) {
      ending = null;
      first.hold();
      first.content().tryRetain();
      // Stored before anyone has it whole, so that who asks again then finds it.
      listener.whole(first.writer().seal());
      first.letGo();
    }
    finish(new Whole(trailers));
    letGo();
  }

  @Override
  public void fail(ProxyFailure why) {
    finish(new Broken(why));
    var listener = ending;
    if (listener != null) {
      ending = null;
      listener.broken();
    }
    letGo();
  }

  private void finish(End how) {
    end = how;
    source = null;
    loop.deadlines().remove(patience);
    entrance.shut();
    wakeReaders();
  }

  private void letGo() {
    last.letGo();
    if (!isOpening) {
      close();
      freeWindow();
    }
  }

  private void freeWindow() {
    var held = window;
    if (held != null && end != null && !holdsFirst && all().length == 0) {
      window = null;
      held.freed();
    }
  }

  private void wakeReaders() {
    for (var reader : all()) {
      reader.wake(loop);
    }
  }

  /** A reader has got further. Any thread. */
  void advanced() {
    if (paused) {
      loop.execute(this::holdBack);
    }
  }

  /** A reader will read no more. Any thread. */
  void left(FillReader gone) {
    readers.updateAndGet(now -> {
      int kept = 0;
      var fewer = new FillReader[Math.max(0, now.length - 1)];
      for (var reader : now) {
        if (!reader.equals(gone) && kept < fewer.length) {
          fewer[kept++] = reader;
        }
      }
      return Arrays.copyOf(fewer, kept);
    });
    if (end == null || isPassing) {
      loop.execute(this::goOnOrStop);
    }
  }

  private void goOnOrStop() {
    var from = source;
    if (from == null || end != null) {
      freeWindow();
      return;
    }
    if (all().length == 0 && !isOpening && !isWorthIt()) {
      from.cancel();
      fail(new ProxyFailure(Cause.CLIENT_GONE, "nobody waits for the content any more"));
    } else {
      holdBack();
    }
  }

  /** Whether to fetch the rest for the store alone. */
  private boolean isWorthIt() {
    long here = last.end();
    return isStorable() && total >= 0 && total - here <= here + AHEAD;
  }

  /** Reads the server only as far ahead as is allowed. */
  private void holdBack() {
    var from = source;
    if (from == null || end != null) {
      return;
    }
    long most = isOpen() ? FIRST : isPassing ? WINDOW : AHEAD;
    long ahead = ahead();
    if (!paused && ahead > most) {
      paused = true;
      from.pause();
      bePatient(!isStorable() && !isOpen());
      // A reader that advanced just before saw no pause.
      ahead = ahead();
    }
    if (paused && ahead <= most / 2) {
      paused = false;
      loop.deadlines().remove(patience);
      from.resume();
    }
  }

  /** Waits no more for those who are slow, if there are others. */
  private void leaveBehind() {
    long middle = last.end() - (isPassing ? WINDOW : AHEAD) / 2;
    boolean holdsUp = false;
    for (var reader : all()) {
      holdsUp |= reader.position() >= middle;
    }
    for (var reader : all()) {
      if (holdsUp && reader.position() < middle && reader.canBeLeftBehind()) {
        reader.leaveBehind();
      }
    }
    holdBack();
    bePatient(paused);
  }

  private void bePatient(boolean isHeldUp) {
    if (isHeldUp) {
      loop.deadlines().set(patience, System.nanoTime() + PATIENCE_NANOS);
    }
  }

  private FillReader[] all() {
    return Objects.requireNonNull(readers.get());
  }

  private long ahead() {
    long fastest = -1;
    long slowest = isOpen() ? 0 : Long.MAX_VALUE;
    for (var reader : all()) {
      if (!reader.isLeftBehind()) {
        fastest = Math.max(fastest, reader.position());
        slowest = Math.min(slowest, reader.position());
      }
    }
    boolean isRead = fastest >= 0 || isOpen();
    return isRead ? last.end() - (isStorable() ? fastest : slowest) : 0;
  }
}
