package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Sealed content in one slab, whose count is the content's: what most of a cache is, so it takes as
 * little as can be.
 */
final class ShortContent implements Content {
  private final Slab slab;
  private final int length;

  /** Takes over the caller's count of the slab. */
  ShortContent(Slab slab, int length) {
    this.slab = slab;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long memory() {
    return slab.capacity();
  }

  @Override
  public boolean tryRetain() {
    try {
      slab.retain();
      return true;
    } catch (IllegalStateException _) {
      // Netty finds the count at 0.
      return false;
    }
  }

  @Override
  public void release() {
    slab.release();
  }

  @Override
  public @Nullable ByteBuf slice(long position, int most) {
    long there = length - position;
    return there <= 0 ? null : slab.retainedSlice((int) position, (int) Math.min(there, most));
  }

  @Override
  public @Nullable Body body(Loop loop, long from, long octets) {
    if (octets == 0) {
      return Body.EMPTY;
    }
    try {
      return new Body.Whole(slab.retainedSlice((int) from, (int) octets));
    } catch (IllegalStateException _) {
      // Evicted between the look-up and now.
      return null;
    }
  }
}
