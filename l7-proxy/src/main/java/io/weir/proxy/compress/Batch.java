package io.weir.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.weir.proxy.compress.Coder.Next;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a body on their way through a coder: what is to be coded, and what came of it. Used by
 * one thread at a time.
 */
final class Batch {
  /** Room for what one step makes. */
  private static final int PIECE = 32 << 10;

  /** A part that is smaller is not worth a buffer of its own. */
  private static final int ROOM_LEAST = 64;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final ArrayDeque<ByteBuf> in = new ArrayDeque<>();
  private final List<ByteBuf> made = new ArrayList<>();
  private int waiting;
  private boolean full;

  /** Takes a part over. */
  void add(ByteBuf part) {
    waiting += part.readableBytes();
    in.addLast(direct(part));
  }

  /** Octets that are to be coded. */
  int waiting() {
    return waiting;
  }

  /**
   * Codes until all is taken and {@code next} is done, or so many octets were made.
   *
   * @return whether all is taken and {@code next} is done
   */
  boolean run(Coder coder, Next next, int most) throws CodingException {
    int before = size();
    while (true) {
      var part = in.peekFirst();
      boolean isLast = in.size() <= 1;
      boolean done = step(coder, part, isLast ? next : Next.MORE);
      if (part != null && !part.isReadable()) {
        in.removeFirst().release();
      }
      if (done && isLast) {
        return true;
      }
      if (size() - before >= most) {
        return false;
      }
    }
  }

  private boolean step(Coder coder, @Nullable ByteBuf part, Next next) throws CodingException {
    var out = room();
    var from = part == null ? NOTHING.duplicate() : part.nioBuffer();
    var to = out.nioBuffer(out.writerIndex(), out.writableBytes());
    int length = from.remaining();
    int room = to.remaining();
    boolean done = coder.step(from, to, next);
    int taken = length - from.remaining();
    if (part != null) {
      part.skipBytes(taken);
    }
    waiting -= taken;
    int octets = room - to.remaining();
    out.writerIndex(out.writerIndex() + octets);
    if (!done && taken == 0 && octets == 0 && room == PIECE) {
      throw new IllegalStateException("a coder makes no progress");
    }
    full |= !done;
    return done;
  }

  private ByteBuf room() {
    var last = made.isEmpty() ? null : made.getLast();
    if (last != null && !full && last.writableBytes() >= ROOM_LEAST) {
      return last;
    }
    full = false;
    var fresh = PooledByteBufAllocator.DEFAULT.directBuffer(PIECE, PIECE);
    made.add(fresh);
    return fresh;
  }

  /** Octets made and not yet taken out. */
  int size() {
    int octets = 0;
    for (var part : made) {
      octets += part.readableBytes();
    }
    return octets;
  }

  /** Hands over what was made; the buffers are the caller's. */
  List<ByteBuf> takeMade() {
    var all = new ArrayList<ByteBuf>(made.size());
    for (var part : made) {
      if (part.isReadable()) {
        all.add(part);
      } else {
        part.release();
      }
    }
    made.clear();
    full = false;
    return all;
  }

  /** Takes over what another batch still has to code, in front of its own. */
  void prepend(Batch other) {
    while (!other.in.isEmpty()) {
      var part = other.in.removeLast();
      waiting += part.readableBytes();
      in.addFirst(part);
    }
    other.waiting = 0;
  }

  /** Frees everything. */
  void release() {
    in.forEach(part -> part.release());
    in.clear();
    made.forEach(part -> part.release());
    made.clear();
    waiting = 0;
  }

  /** Native coders take direct memory in one piece. */
  private static ByteBuf direct(ByteBuf part) {
    if (part.isDirect() && part.nioBufferCount() == 1) {
      return part;
    }
    try {
      return PooledByteBufAllocator.DEFAULT
          .directBuffer(Math.max(1, part.readableBytes()))
          .writeBytes(part);
    } finally {
      part.release();
    }
  }
}
