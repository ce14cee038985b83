package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.PumpedSource;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * A source that gives stretches of content: what is in memory at once, what is not when a worker
 * has read it, one piece at a time. Belongs to one loop.
 */
public abstract class StretchSource extends PumpedSource {
  private final Loop loop;
  private boolean reading;

  protected StretchSource(Loop loop) {
    this.loop = loop;
  }

  /** Notes that so many octets more have been given; called before the sink has them. */
  protected abstract void advanced(int octets);

  /** Lets go of the content; called once, when nothing more is read of it. */
  protected abstract void letGo();

  /** Whether a worker reads a piece; nothing else can be given meanwhile. */
  protected final boolean isReading() {
    return reading;
  }

  /**
   * Gives what there is from a position on, or has it read.
   *
   * @return false if there is nothing yet
   */
  protected final boolean give(BodySink to, Content content, long from, int most) {
    var part = content.slice(from, most);
    if (part != null) {
      advanced(part.readableBytes());
      to.data(part);
      return true;
    }
    if (from >= content.length()) {
      return false;
    }
    reading = true;
    content.read(loop, from, most).onComplete(piece -> arrived(to, piece.result(), piece.cause()));
    // The piece may be there already.
    return true;
  }

  private void arrived(BodySink to, @Nullable ByteBuf piece, @Nullable Throwable thrown) {
    reading = false;
    if (isOver()) {
      if (piece != null) {
        piece.release();
      }
      letGo();
    } else if (piece == null) {
      end();
      to.fail(new ProxyFailure(Cause.INTERNAL, "stored content could not be read: " + thrown));
    } else {
      advanced(piece.readableBytes());
      to.data(piece);
      pump();
      if (!isOver() && !reading) {
        gave(to);
      }
    }
  }

  @Override
  protected final void free() {
    // A worker that reads still needs the content; it is let go when the piece is there.
    if (!reading) {
      letGo();
    }
  }
}
