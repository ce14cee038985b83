package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;
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

  /** Takes one more count, unless the last has been given back. Any thread. */
  boolean tryRetain();

  /** Gives a count back. Any thread. */
  void release();

  /**
   * Octets from a position on, as many as lie together, in a buffer that the caller owns; null if
   * there are none yet. The caller holds a count of this content. Content that is not in memory has
   * {@link #body} only and refuses this.
   */
  @Nullable ByteBuf slice(long position, int most);

  /**
   * A stretch of sealed content as a body that keeps what it needs of it; null if the content has
   * been freed meanwhile. Needs no count.
   */
  @Nullable Body body(Loop loop, long from, long length);
}
