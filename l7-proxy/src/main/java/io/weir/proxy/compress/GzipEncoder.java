package io.weir.proxy.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes gzip (RFC 1952) with the zlib inside the JDK, where the system has none to be bound. */
final class GzipEncoder implements Coder {
  private static final int TRAILER = 8;

  /** Below this zlib would repeat the marker of a flush (zlib.h on deflate). */
  private static final int ROOM_FOR_FLUSH = 16;

  /** No name, no time, no extra flags; 255: an unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private int taken;
  private boolean begun;
  private boolean ended;

  GzipEncoder(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) {
    if (!begun) {
      if (out.remaining() < HEADER.length + ROOM_FOR_FLUSH) {
        return false;
      }
      out.put(HEADER);
      begun = true;
    }
    return switch (next) {
      case MORE -> {
        while (in.hasRemaining() && out.hasRemaining()) {
          deflate(in, out, Deflater.NO_FLUSH);
        }
        yield !in.hasRemaining();
      }
      case FLUSH -> {
        if (out.remaining() < ROOM_FOR_FLUSH) {
          yield false;
        }
        deflate(in, out, Deflater.SYNC_FLUSH);
        yield out.hasRemaining();
      }
      case END -> end(in, out);
    };
  }

  private boolean end(ByteBuffer in, ByteBuffer out) {
    if (!deflater.finished()) {
      deflater.finish();
      deflate(in, out, Deflater.NO_FLUSH);
    }
    if (!deflater.finished() || out.remaining() < TRAILER) {
      return ended;
    }
    if (!ended) {
      out.order(ByteOrder.LITTLE_ENDIAN).putInt((int) checksum.getValue()).putInt(taken);
      ended = true;
    }
    return true;
  }

  private void deflate(ByteBuffer in, ByteBuffer out, int flush) {
    int from = in.position();
    deflater.setInput(in);
    deflater.deflate(out, flush);
    int octets = in.position() - from;
    checksum.update(in.slice(from, octets));
    taken += octets;
  }

  @Override
  public boolean reset() {
    deflater.reset();
    checksum.reset();
    taken = 0;
    begun = false;
    ended = false;
    return true;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
