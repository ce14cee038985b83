package io.weir.proxy.compress;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes gzip (RFC 1952) with the zlib of the system. */
final class ZlibEncoder implements Coder {
  // z_stream of zlib.h, where pointers and long have eight octets.
  private static final int STREAM_OCTETS = 112;
  private static final int NEXT_IN = 0;
  private static final int AVAIL_IN = 8;
  private static final int NEXT_OUT = 24;
  private static final int AVAIL_OUT = 32;

  private static final int NO_FLUSH = 0;
  private static final int SYNC_FLUSH = 2;
  private static final int FINISH = 4;
  private static final int OK = 0;
  private static final int STREAM_END = 1;
  private static final int BUF_ERROR = -5;
  private static final int DEFLATED = 8;

  /** A window of 32 KiB, in a gzip wrapper. */
  private static final int WINDOW_BITS = 15 + 16;

  private static final int MEMORY_LEVEL = 8;

  /** Below this zlib would repeat the marker of a flush (zlib.h on deflate). */
  private static final int ROOM_FOR_FLUSH = 16;

  // Constants of the class, so that calls are compiled to calls.
  private static final Zlib ZLIB = Zlib.found().orElseThrow();
  private static final MethodHandle DEFLATE = ZLIB.deflate();
  private static final MethodHandle RESET = ZLIB.reset();
  private static final MethodHandle END = ZLIB.end();

  // The library keeps its address, which stays as long as the buffer is referred to.
  private final MemorySegment stream =
      MemorySegment.ofBuffer(
          ByteBuffer.allocateDirect(STREAM_OCTETS).order(ByteOrder.nativeOrder()));
  private boolean closed;

  ZlibEncoder(int level) {
    int code;
    try {
      code =
          (int)
              ZLIB.init()
                  .invokeExact(
                      stream,
                      level,
                      DEFLATED,
                      WINDOW_BITS,
                      MEMORY_LEVEL,
                      0,
                      ZLIB.version(),
                      STREAM_OCTETS);
    } catch (Throwable defect) {
      throw new IllegalStateException("deflateInit2_", defect);
    }
    if (code != OK) {
      throw new IllegalStateException("deflateInit2_(level " + level + ") returned " + code);
    }
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) {
    return switch (next) {
      case MORE -> {
        while (in.hasRemaining() && out.hasRemaining()) {
          deflate(in, out, NO_FLUSH);
        }
        yield !in.hasRemaining();
      }
      case FLUSH -> {
        if (out.remaining() < ROOM_FOR_FLUSH) {
          yield false;
        }
        deflate(in, out, SYNC_FLUSH);
        yield out.hasRemaining();
      }
      case END -> deflate(in, out, FINISH) == STREAM_END;
    };
  }

  private int deflate(ByteBuffer in, ByteBuffer out, int flush) {
    int given = in.remaining();
    int room = out.remaining();
    stream.set(JAVA_LONG, NEXT_IN, MemorySegment.ofBuffer(in).address());
    stream.set(JAVA_INT, AVAIL_IN, given);
    stream.set(JAVA_LONG, NEXT_OUT, MemorySegment.ofBuffer(out).address());
    stream.set(JAVA_INT, AVAIL_OUT, room);
    int code;
    try {
      code = (int) DEFLATE.invokeExact(stream, flush);
    } catch (Throwable defect) {
      throw new IllegalStateException("deflate", defect);
    }
    in.position(in.position() + given - stream.get(JAVA_INT, AVAIL_IN));
    out.position(out.position() + room - stream.get(JAVA_INT, AVAIL_OUT));
    // BUF_ERROR is none: there was nothing to do, or no room to do it in.
    if (code != OK && code != STREAM_END && code != BUF_ERROR) {
      throw new IllegalStateException("deflate(flush " + flush + ") returned " + code);
    }
    return code;
  }

  @Override
  public boolean reset() {
    try {
      return (int) RESET.invokeExact(stream) == OK;
    } catch (Throwable defect) {
      throw new IllegalStateException("deflateReset", defect);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      // It says -3 for a stream that was not finished, and frees it all the same.
      int code = (int) END.invokeExact(stream);
      assert code == OK || code == -3 : code;
    } catch (Throwable defect) {
      throw new IllegalStateException("deflateEnd", defect);
    }
  }
}
