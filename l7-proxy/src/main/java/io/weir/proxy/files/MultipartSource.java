package io.weir.proxy.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.semantics.MultipartLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Several stretches of a large file as one multipart body: a worker reads one piece at a time, and
 * reads the next only when the sink wants it, so that memory is one piece however much is asked
 * for.
 */
final class MultipartSource implements BodySource {
  private static final int PIECE = 64 * 1024;

  private final Loop loop;
  private final FileChannel file;
  private final MultipartLayout layout;
  private final Runnable done;

  private @Nullable BodySink sink;
  private int part = -1;
  private long position;
  private long left;
  private boolean paused;
  private boolean reading;
  private boolean pumping;
  private boolean over;
  private boolean isDone;

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
  public void start(BodySink to) {
    sink = to;
    pump(to);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    if (sink != null) {
      pump(sink);
    }
  }

  @Override
  public void cancel() {
    over = true;
    finish();
  }

  private void pump(BodySink to) {
    // The sink may pause, resume or cancel from within data().
    if (pumping) {
      return;
    }
    pumping = true;
    while (!paused && !reading && !over) {
      step(to);
    }
    pumping = false;
  }

  private void step(BodySink to) {
    if (left > 0) {
      read(to, (int) Math.min(PIECE, left));
    } else if (++part < layout.parts().size()) {
      var next = layout.parts().get(part);
      position = next.span().first();
      left = next.span().length();
      to.data(Unpooled.wrappedBuffer(next.before()));
    } else {
      over = true;
      to.data(Unpooled.wrappedBuffer(layout.closing()));
      to.end(FieldLines.NONE);
      finish();
    }
  }

  private void read(BodySink to, int length) {
    reading = true;
    to.flush();
    long from = position;
    loop.context()
        .executeBlocking(() -> piece(file, from, length), false)
        .onComplete(piece -> arrived(to, piece.result(), piece.cause()));
  }

  private void arrived(BodySink to, @Nullable ByteBuf piece, @Nullable Throwable thrown) {
    reading = false;
    if (over) {
      if (piece != null) {
        piece.release();
      }
      finish();
    } else if (piece == null) {
      over = true;
      finish();
      to.fail(new ProxyFailure(Cause.INTERNAL, "found a file shorter than it was: " + thrown));
    } else {
      position += piece.readableBytes();
      left -= piece.readableBytes();
      to.data(piece);
      pump(to);
    }
  }

  private void finish() {
    // A worker that reads still needs the file.
    if (!reading && !isDone) {
      isDone = true;
      done.run();
    }
  }

  private static ByteBuf piece(FileChannel file, long from, int length) throws IOException {
    var piece = PooledByteBufAllocator.DEFAULT.directBuffer(length, length);
    boolean whole = false;
    try {
      while (piece.isWritable()) {
        int index = piece.writerIndex();
        if (piece.writeBytes(file, from + index, length - index) < 0) {
          throw new IOException("end of file at " + (from + index));
        }
      }
      whole = true;
      return piece;
    } finally {
      if (!whole) {
        piece.release();
      }
    }
  }
}
