package io.weir.proxy.cache;

import io.weir.proxy.cache.store.StretchSource;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.Loop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of those who read a {@link Filling}. Lives on its own loop, but for {@link #wake}. */
final class FillReader extends StretchSource {
  private static final int MOST = 256 << 10;

  private final Filling filling;
  private final Loop loop;
  private final AtomicBoolean woken = new AtomicBoolean();
  private Segment segment;
  private volatile long position;
  private volatile @Nullable Runnable otherwise;
  private volatile boolean isLeftBehind;

  /** Takes over the caller's hold of the segment. */
  FillReader(Filling filling, Loop loop, Segment first) {
    super(loop);
    this.filling = filling;
    this.loop = loop;
    this.segment = first;
  }

  /** How far it has got. Any thread. */
  long position() {
    return position;
  }

  /** Has this run on its loop if it is left behind; before it is started. */
  void otherwise(Runnable then) {
    otherwise = then;
  }

  /** Whether it can be left behind: there is another way to get what it lacks then. */
  boolean canBeLeftBehind() {
    return otherwise != null;
  }

  /** Whether nobody waits for it any more. Any thread. */
  boolean isLeftBehind() {
    return isLeftBehind;
  }

  /** It gives nothing more, and lets go of what it had still to read. Any thread. */
  void leaveBehind() {
    isLeftBehind = true;
    loop.execute(() -> {
      var then = otherwise;
      if (!isOver() && then != null) {
        end();
        then.run();
      }
    });
  }

  /** There is more, or the end. From the loop given. */
  void wake(Loop from) {
    if (from.equals(loop)) {
      pump();
    } else if (woken.compareAndSet(false, true)) {
      loop.execute(() -> {
        // Before it is looked for: what comes later wakes anew.
        woken.set(false);
        pump();
      });
    }
  }

  @Override
  protected void gave(BodySink to) {
    to.flush();
    filling.advanced();
  }

  @Override
  protected boolean step(BodySink to) {
    if (isReading()) {
      return false;
    }
    // Read before the length: what is there at the end is there before the end is told.
    var end = filling.end();
    if (give(to, segment.content(), position - segment.start(), MOST)) {
      return true;
    }
    var next = segment.next();
    if (next != null) {
      if (position < segment.end()) {
        return true;
      }
      next.hold();
      segment.letGo();
      segment = next;
      return true;
    }
    switch (end) {
      case null -> {}
      case Filling.Whole(var trailers) -> {
        end();
        to.end(trailers);
      }
      case Filling.Broken(var why) -> {
        end();
        to.fail(why);
      }
    }
    return false;
  }

  @Override
  protected void advanced(int octets) {
    // Only this loop writes it; others look how far it has got.
    long at = position;
    position = at + octets;
  }

  @Override
  protected void letGo() {
    segment.letGo();
    filling.left(this);
  }
}
