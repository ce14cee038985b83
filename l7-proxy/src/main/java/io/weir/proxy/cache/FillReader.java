package io.weir.proxy.cache;

import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Loop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of those who read a {@link Filling}. Lives on its own loop, but for {@link #wake}. */
final class FillReader implements BodySource {
  private static final int MOST = 256 << 10;

  private final Filling filling;
  private final Loop loop;
  private final AtomicBoolean woken = new AtomicBoolean();
  private Segment segment;
  private volatile long position;
  private @Nullable BodySink sink;
  private boolean paused;
  private boolean pumping;
  private boolean over;

  /** Takes over the caller's hold of the segment. */
  FillReader(Filling filling, Loop loop, Segment first) {
    this.filling = filling;
    this.loop = loop;
    this.segment = first;
  }

  /** How far it has got. Any thread. */
  long position() {
    return position;
  }

  /** There is more, or the end. From the loop given. */
  void wake(Loop from) {
    if (from.equals(loop)) {
      pump();
    } else if (woken.compareAndSet(false, true)) {
      loop.execute(this::pump);
    }
  }

  @Override
  public void start(BodySink to) {
    sink = to;
    pump();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    pump();
  }

  @Override
  public void cancel() {
    leave();
  }

  private void pump() {
    woken.set(false);
    var to = sink;
    // The sink may pause, resume or cancel from within data().
    if (to == null || pumping || over) {
      return;
    }
    pumping = true;
    boolean advanced = false;
    while (!paused && !over && step(to)) {
      advanced = true;
    }
    pumping = false;
    if (over) {
      return;
    }
    if (advanced) {
      to.flush();
      filling.advanced();
    }
  }

  /** Whether something was passed on. */
  private boolean step(BodySink to) {
    // Read before the length: what is there at the end is there before the end is told.
    var end = filling.end();
    var part = segment.content().slice(position - segment.start(), MOST);
    if (part != null) {
      // Only this loop writes it; others look how far it has got.
      long at = position;
      position = at + part.readableBytes();
      to.data(part);
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
        leave();
        to.end(trailers);
      }
      case Filling.Broken(var why) -> {
        leave();
        to.fail(why);
      }
    }
    return false;
  }

  private void leave() {
    if (!over) {
      over = true;
      segment.letGo();
      filling.left(this);
    }
  }
}
