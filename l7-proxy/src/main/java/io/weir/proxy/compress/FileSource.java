package io.weir.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a file, as a source: a worker reads one piece at a time, and reads the next only
 * when the sink wants it. All calls happen on the loop.
 */
final class FileSource implements BodySource {
  private static final int PIECE = 64 << 10;

  private final Loop loop;
  private final Body.FileSpan span;
  private long position;
  private @Nullable BodySink sink;
  private boolean paused;
  private boolean reading;
  private boolean over;
  private boolean isFreed;

  FileSource(Loop loop, Body.FileSpan span) {
    this.loop = loop;
    this.span = span;
  }

  @Override
  public void start(BodySink to) {
    sink = to;
    read(to);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    var to = sink;
    if (to != null) {
      read(to);
    }
  }

  @Override
  public void cancel() {
    over = true;
    free();
  }

  private void read(BodySink to) {
    if (paused || reading || over) {
      return;
    }
    long left = span.length() - position;
    if (left == 0) {
      over = true;
      free();
      to.end(FieldLines.NONE);
      return;
    }
    reading = true;
    int length = (int) Math.min(PIECE, left);
    long from = span.position() + position;
    loop.context()
        .executeBlocking(() -> piece(span.file(), from, length), false)
        .onComplete(piece -> arrived(to, piece.result(), piece.cause()));
  }

  private void arrived(BodySink to, @Nullable ByteBuf piece, @Nullable Throwable thrown) {
    reading = false;
    if (over) {
      if (piece != null) {
        piece.release();
      }
      free();
    } else if (piece == null) {
      over = true;
      free();
      to.fail(new ProxyFailure(Cause.INTERNAL, "found a file shorter than it was: " + thrown));
    } else {
      position += piece.readableBytes();
      to.data(piece);
      read(to);
    }
  }

  private void free() {
    // A worker that reads still needs the file.
    if (!reading && !isFreed) {
      isFreed = true;
      span.done().run();
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
