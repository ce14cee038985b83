package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;

/** Takes content as it arrives. On one loop, which holds a count of {@link #content}. */
public interface ContentWriter {
  /**
   * Appends the octets of the part, which stays the caller's.
   *
   * @return false if it is more than the store takes, and this and all further parts are left out
   */
  boolean append(ByteBuf part);

  /** What has been written, and will be. */
  Content content();

  /** Nothing follows: returns the content to keep, of which the caller owns a count. */
  Content seal();
}
