package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A source that gives what is in a file: a worker reads one piece at a time, and reads the next
 * only when the sink wants it, so that memory is one piece however much is asked for. Belongs to
 * one loop.
 */
public abstract class FileParts extends PumpedSource {
  private final Loop loop;
  private final FileChannel file;
  private final Runnable done;
  private boolean reading;

  /**
   * Makes a source of which nothing has been read.
   *
   * @param done called once, when the file is no longer needed
   */
  protected FileParts(Loop loop, FileChannel file, Runnable done) {
    this.loop = loop;
    this.file = file;
    this.done = done;
  }

  /** Gives the sink its next part, as {@link #step} does; no piece is being read. */
  protected abstract boolean give(BodySink to);

  /** So many octets of what was asked for are given. */
  protected abstract void given(int octets);

  @Override
  protected final boolean step(BodySink to) {
    return !reading && give(to);
  }

  /** Has the next piece read, and gives it to the sink when it is there. */
  protected final void read(BodySink to, long from, long left) {
    reading = true;
    FilePiece.read(loop, file, from, (int) Math.min(FilePiece.MOST, left))
        .onComplete(piece -> arrived(to, piece.result(), piece.cause()));
  }

  private void arrived(BodySink to, @Nullable ByteBuf piece, @Nullable Throwable thrown) {
    reading = false;
    if (isOver()) {
      if (piece != null) {
        piece.release();
      }
      free();
    } else if (piece == null) {
      end();
      to.fail(new ProxyFailure(Cause.INTERNAL, "found a file shorter than it was: " + thrown));
    } else {
      given(piece.readableBytes());
      to.data(piece);
      pump();
    }
  }

  @Override
  protected final void free() {
    // A worker that reads still needs the file; it is given back when the piece is there.
    if (!reading) {
      done.run();
    }
  }
}
