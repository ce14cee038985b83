package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import org.jspecify.annotations.Nullable;

/**
 * The content of one response: appended to by one loop until it is sealed, read by any loop all the
 * while, counted. Whoever holds a count may read; the last one to let go frees it.
 */
public interface Content {
  /** Octets that can be read by now. */
  long length();

  /** Octets that it takes up in memory. */
  long memory();

  /**
   * Whether it can be sent as it is; if not, a slower tier should be asked for it before it is
   * used.
   */
  default boolean isAtHand() {
    return true;
  }

  /** Takes one more count, unless the last has been given back. Any thread. */
  boolean tryRetain();

  /** Gives a count back. Any thread. */
  void release();

  /**
   * Octets from a position on, as many as lie together, in a buffer that the caller owns; null if
   * there are none yet, or if they are not in memory. The caller holds a count of this content.
   */
  @Nullable ByteBuf slice(long position, int most);

  /**
   * Octets that are there but not in memory, one at least: a worker reads them; completes on the
   * loop with a buffer that the caller owns. The caller holds a count of this content all the
   * while.
   */
  default Future<ByteBuf> read(Loop loop, long position, int most) {
    throw new IllegalStateException("found " + length() + " octets, and none at " + position);
  }

  /** The store that owned it forgets it. Any thread. */
  default void forgotten() {
    release();
  }

  /**
   * A stretch of sealed content as a body that keeps what it needs of it; null if the content has
   * been freed meanwhile. Needs no count.
   */
  @Nullable Body body(Loop loop, long from, long length);
}
