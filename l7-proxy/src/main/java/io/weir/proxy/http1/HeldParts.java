package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reply has ready in the turn in which its body begins. As long as it is held here nothing
 * has left, and if the body proves broken in that turn another reply can be sent in its place.
 * Belongs to one reply; what it takes it owns until it is written or released.
 */
final class HeldParts {
  /** As much as is read from a server before others have their turn. */
  private static final int OCTETS_MOST = 64 << 10;

  private @Nullable ByteBuf first;
  private List<ByteBuf> more = List.of();
  private int octets;
  private boolean flushes;

  /** Takes a part, unless that would be too much to hold. */
  boolean takes(ByteBuf part) {
    int size = part.readableBytes();
    if (size > OCTETS_MOST - octets) {
      return false;
    }
    octets += size;
    if (first == null) {
      first = part;
    } else {
      if (more.isEmpty()) {
        more = new ArrayList<>();
      }
      more.add(part);
    }
    return true;
  }

  /** Notes that the parts should leave as soon as they may. */
  void flush() {
    flushes = true;
  }

  /** Whether the parts should leave as soon as they may. */
  boolean flushes() {
    return flushes;
  }

  /** Writes all, without a flush. */
  void writeTo(ChannelHandlerContext ctx) {
    if (first != null) {
      ctx.write(first, ctx.voidPromise());
      for (var part : more) {
        ctx.write(part, ctx.voidPromise());
      }
    }
  }

  /** Throws all away. */
  void release() {
    if (first != null) {
      first.release();
      more.forEach(ByteBuf::release);
    }
  }
}
