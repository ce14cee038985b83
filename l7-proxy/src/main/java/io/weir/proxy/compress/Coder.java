package io.weir.proxy.compress;

import java.nio.ByteBuffer;

/**
 * The making or undoing of one content coding, for one body at a time. Holds native memory, so
 * whoever has one closes it. Used by one thread at a time, which need not always be the same.
 */
interface Coder extends AutoCloseable {
  /** What stands behind the octets that are given. */
  enum Next {
    /** More of the body: output may be held back. */
    MORE,
    /** A pause: a client must be able to read all that was given so far. */
    FLUSH,
    /** Nothing: the body ends here. */
    END
  }

  /**
   * Takes octets and gives octets, both in direct buffers.
   *
   * @return true once all of {@code in} is taken and all that {@code next} asks for is in {@code
   *     out}; false: call again with room in {@code out}
   * @throws CodingException if what was given is not what it claims to be
   */
  boolean step(ByteBuffer in, ByteBuffer out, Next next) throws CodingException;

  /** Makes it ready for another body. False: it cannot be, or is not worth it; close it. */
  boolean reset();

  /** Frees what it holds. */
  @Override
  void close();
}
