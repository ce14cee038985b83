package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Reads files piece by piece, away from the loops. */
public final class FilePiece {
  /** Octets of one piece at most. */
  public static final int MOST = 64 << 10;

  private FilePiece() {}

  /**
   * Has a worker read a piece; completes on the loop. Fails if the file ends before the piece does.
   */
  public static Future<ByteBuf> read(Loop loop, FileChannel file, long from, int length) {
    return loop.context().executeBlocking(() -> read(file, from, length), false);
  }

  private static ByteBuf read(FileChannel file, long from, int length) throws IOException {
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
