package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Content that is made once and sent in many replies, on any loop. Its memory is never given back,
 * so it is for texts of the configuration, not for what requests bring.
 */
public final class SharedContent {
  private final ByteBuf octets;

  private SharedContent(ByteBuf octets) {
    this.octets = octets;
  }

  /** Content of these octets, which are copied. */
  public static SharedContent of(byte[] octets) {
    var direct = Unpooled.directBuffer(Math.max(1, octets.length)).writeBytes(octets);
    // Not counted: loops would contend for one counter with every reply.
    return new SharedContent(Unpooled.unreleasableBuffer(direct.asReadOnly()));
  }

  /** A body with this content; it may be sent or discarded like any other. */
  public Body body() {
    return octets.isReadable() ? new Body.Whole(octets.duplicate()) : Body.EMPTY;
  }
}
