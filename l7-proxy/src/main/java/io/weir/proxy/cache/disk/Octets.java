package io.weir.proxy.cache.disk;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.cache.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads and writes stretches of files, whole or not at all. Blocks. */
final class Octets {
  private static final int PIECE = 1 << 20;

  private Octets() {}

  static void write(FileChannel to, ByteBuffer octets, long position) throws IOException {
    long at = position;
    while (octets.hasRemaining()) {
      at += to.write(octets, at);
    }
  }

  /** Writes the readable octets, which stay the caller's. */
  static void write(FileChannel to, ByteBuf octets, long position) throws IOException {
    int from = octets.readerIndex();
    long at = position;
    while (from < octets.writerIndex()) {
      int written = octets.getBytes(from, to, at, octets.writerIndex() - from);
      from += written;
      at += written;
    }
  }

  /** Writes content that is in memory, of which the caller holds a count. */
  static void write(FileChannel to, Content content, long position) throws IOException {
    long done = 0;
    while (done < content.length()) {
      var part = content.slice(done, PIECE);
      if (part == null) {
        throw new IOException("found content that is not in memory");
      }
      try {
        write(to, part, position + done);
        done += part.readableBytes();
      } finally {
        part.release();
      }
    }
  }

  /** Reads so many octets; those that the file does not have are left out. */
  static ByteBuffer read(FileChannel from, long position, int length) throws IOException {
    var octets = ByteBuffer.allocate(length);
    while (octets.hasRemaining() && from.read(octets, position + octets.position()) > 0) {}
    return octets.flip();
  }

  /** Fills the buffer's free room. */
  static void fill(FileChannel from, long position, ByteBuf to) throws IOException {
    long at = position;
    while (to.isWritable()) {
      int read = to.writeBytes(from, at, to.writableBytes());
      if (read < 0) {
        throw new DamagedRecord("found the end of a file at " + at);
      }
      at += read;
    }
  }

  static void copy(FileChannel from, long position, long length, FileChannel to, long at)
      throws IOException {
    long done = 0;
    to.position(at);
    while (done < length) {
      long moved = from.transferTo(position + done, length - done, to);
      if (moved <= 0) {
        throw new DamagedRecord("found the end of a file at " + (position + done));
      }
      done += moved;
    }
  }
}
