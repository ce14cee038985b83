package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Joins what was read before with what was read now. */
public final class Buffers {
  private Buffers() {}

  /** Both in one buffer; takes both over. */
  public static ByteBuf append(ByteBufAllocator allocator, ByteBuf before, ByteBuf more) {
    if (!before.isReadable()) {
      before.release();
      return more;
    }
    int needed = before.readableBytes() + more.readableBytes();
    try {
      if (before.refCnt() == 1
          && !before.isReadOnly()
          && before.writableBytes() >= more.readableBytes()) {
        before.writeBytes(more);
        return before;
      }
      var joined = allocator.ioBuffer(Integer.highestOneBit(needed - 1) << 1);
      joined.writeBytes(before).writeBytes(more);
      before.release();
      return joined;
    } finally {
      more.release();
    }
  }
}
