package io.weir.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FilePiece;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.PumpedSource;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a file, as a source: a worker reads one piece at a time, and reads the next only
 * when the sink wants it.
 */
final class FileSource extends PumpedSource {
  private final Loop loop;
  private final Body.FileSpan span;
  private long position;
  private boolean reading;

  FileSource(Loop loop, Body.FileSpan span) {
    this.loop = loop;
    this.span = span;
  }

  @Override
  protected boolean step(BodySink to) {
    if (reading) {
      return false;
    }
    long left = span.length() - position;
    if (left == 0) {
      end();
      to.end(FieldLines.NONE);
      return false;
    }
    reading = true;
    FilePiece.read(
            loop, span.file(), span.position() + position, (int) Math.min(FilePiece.MOST, left))
        .onComplete(piece -> arrived(to, piece.result(), piece.cause()));
    // The piece may be there already.
    return true;
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
      position += piece.readableBytes();
      to.data(piece);
      pump();
    }
  }

  @Override
  protected void free() {
    // A worker that reads still needs the file; it is given back when the piece is there.
    if (!reading) {
      span.done().run();
    }
  }
}
