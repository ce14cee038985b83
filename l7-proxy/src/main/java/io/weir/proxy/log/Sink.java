package io.weir.proxy.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines end up. Only the writer's thread calls it, but for making one. */
interface Sink extends Closeable {
  /** Writes all of the buffer; on failure its position tells how much was written. */
  void write(ByteBuffer lines) throws IOException;

  /** Starts a new file of the same name; on failure the old one stays in use. */
  void reopen() throws IOException;
}
