package io.weir.proxy.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FilePiece;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.PumpedSource;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.semantics.MultipartLayout;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Several stretches of a large file as one multipart body: a worker reads one piece at a time, and
 * reads the next only when the sink wants it, so that memory is one piece however much is asked
 * for.
 */
final class MultipartSource extends PumpedSource {
  private final Loop loop;
  private final FileChannel file;
  private final MultipartLayout layout;
  private final Runnable done;

  private int part = -1;
  private long position;
  private long left;
  private boolean reading;

  /**
   * @param done called once, when the file is no longer needed
   */
  MultipartSource(Loop loop, FileChannel file, MultipartLayout layout, Runnable done) {
    this.loop = loop;
    this.file = file;
    this.layout = layout;
    this.done = done;
  }

  @Override
  protected boolean step(BodySink to) {
    if (reading) {
      return false;
    }
    if (left > 0) {
      read(to, (int) Math.min(FilePiece.MOST, left));
    } else if (++part < layout.parts().size()) {
      var next = layout.parts().get(part);
      position = next.span().first();
      left = next.span().length();
      to.data(Unpooled.wrappedBuffer(next.before()));
    } else {
      end();
      to.data(Unpooled.wrappedBuffer(layout.closing()));
      to.end(FieldLines.NONE);
    }
    return true;
  }

  private void read(BodySink to, int length) {
    reading = true;
    to.flush();
    FilePiece.read(loop, file, position, length)
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
      position += piece.readableBytes();
      left -= piece.readableBytes();
      to.data(piece);
      pump();
    }
  }

  @Override
  protected void free() {
    // A worker that reads still needs the file; it is given back when the piece is there.
    if (!reading) {
      done.run();
    }
  }
}
