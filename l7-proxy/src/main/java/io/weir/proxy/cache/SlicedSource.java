package io.weir.proxy.cache;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of content, slice after slice; the next one is looked for when the one before has been
 * given. Lives on one loop.
 */
final class SlicedSource implements BodySource {
  private final Loop loop;
  private final Finder finder;
  private final long slice;
  private final long end;
  private long position;
  private @Nullable BodySink target;
  private @Nullable Piece current;
  private Landing.@Nullable Arriving offered;
  private boolean isAsking;
  private boolean isAdvancing;
  private boolean isPaused;
  private boolean isOver;

  /**
   * What is to be given.
   *
   * @param slice octets of each slice but the last
   */
  record Stretch(long first, long octets, long slice) {}

  /** Knows where slices are. */
  interface Finder {
    /** Calls back on the loop, now or later, once. */
    void find(long number, Taker to);
  }

  /** Is given a slice, or told why there is none. */
  interface Taker {
    void take(BodySource wholeSlice);

    void fail(ProxyFailure why);
  }

  SlicedSource(Loop loop, Stretch stretch, Finder finder) {
    this.loop = loop;
    this.finder = finder;
    this.slice = stretch.slice;
    this.position = stretch.first;
    this.end = stretch.first + stretch.octets;
  }

  /** Nobody reads what arrives; it is fetched to its end if that is not far. */
  static void giveUp(Landing.Arriving arriving, Loop loop) {
    var reader = arriving.filling().reader(loop);
    if (reader != null) {
      reader.cancel();
    }
  }

  /** There is a slice that arrives already. */
  void offer(Landing.Arriving arriving, long number) {
    if (number == position / slice) {
      offered = arriving;
    } else {
      giveUp(arriving, loop);
    }
  }

  @Override
  public void start(BodySink sink) {
    target = sink;
    advance();
  }

  @Override
  public void pause() {
    isPaused = true;
    if (current != null) {
      current.source.pause();
    }
  }

  @Override
  public void resume() {
    isPaused = false;
    if (current != null) {
      current.source.resume();
    }
    advance();
  }

  @Override
  public void cancel() {
    isOver = true;
    var piece = current;
    current = null;
    if (piece != null) {
      piece.source.cancel();
    }
    var unread = offered;
    offered = null;
    if (unread != null) {
      giveUp(unread, loop);
    }
  }

  /** Gives slice after slice, as long as they are there and the sink takes them. */
  private void advance() {
    var to = target;
    if (isAdvancing || to == null) {
      return;
    }
    isAdvancing = true;
    while (!isOver && !isPaused && !isAsking && current == null) {
      if (position == end) {
        isOver = true;
        to.end(FieldLines.NONE);
      } else {
        isAsking = true;
        ask(to);
      }
    }
    isAdvancing = false;
  }

  private void ask(BodySink to) {
    var first = offered;
    offered = null;
    var reader = first == null ? null : first.filling().reader(loop);
    var taker = new Giving(to);
    if (reader != null) {
      taker.take(reader);
    } else {
      finder.find(position / slice, taker);
    }
  }

  private void fail(BodySink to, ProxyFailure why) {
    if (!isOver) {
      isOver = true;
      to.fail(why);
    }
  }

  /** Takes one slice. */
  private final class Giving implements Taker {
    private final BodySink to;

    Giving(BodySink to) {
      this.to = to;
    }

    @Override
    public void take(BodySource wholeSlice) {
      isAsking = false;
      if (isOver) {
        wholeSlice.cancel();
        return;
      }
      var piece = new Piece(to, wholeSlice);
      current = piece;
      if (isPaused) {
        wholeSlice.pause();
      }
      wholeSlice.start(piece);
      advance();
    }

    @Override
    public void fail(ProxyFailure why) {
      isAsking = false;
      SlicedSource.this.fail(to, why);
    }
  }

  /** One slice, of which what lies in front of the stretch and behind it is left out. */
  private final class Piece implements BodySink {
    private final BodySink to;
    private final BodySource source;
    private long skipped;
    private long wanted;

    Piece(BodySink to, BodySource source) {
      this.to = to;
      this.source = source;
      this.skipped = position % slice;
      this.wanted = Math.min(slice - skipped, end - position);
    }

    @Override
    public void data(ByteBuf part) {
      int before = (int) Math.min(skipped, part.readableBytes());
      skipped -= before;
      part.skipBytes(before);
      int octets = (int) Math.min(wanted, part.readableBytes());
      if (octets == 0) {
        part.release();
        return;
      }
      wanted -= octets;
      position += octets;
      to.data(part.writerIndex(part.readerIndex() + octets));
      if (wanted == 0 && position == end && this == current) {
        current = null;
        source.cancel();
        advance();
      }
    }

    @Override
    public void flush() {
      to.flush();
    }

    @Override
    public void end(FieldLines trailers) {
      if (this != current) {
        return;
      }
      current = null;
      if (wanted > 0) {
        SlicedSource.this.fail(
            to,
            new ProxyFailure(
                Cause.UPSTREAM_CLOSED, "found a slice that lacks " + wanted + " octets"));
      } else {
        advance();
      }
    }

    @Override
    public void fail(ProxyFailure why) {
      if (this == current) {
        current = null;
        SlicedSource.this.fail(to, why);
      }
    }
  }
}
