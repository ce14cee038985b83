package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.failure.ProxyFailure;

/**
 * Where a body goes. All calls happen on the exchange's loop; {@link #end} or {@link #fail} is the
 * last one.
 */
public interface BodySink {
  /** Takes a part of the body, which the sink now owns and releases. */
  void data(ByteBuf part);

  /** Says that no more comes just now, so that what was gathered should leave. */
  void flush();

  /**
   * The body is whole.
   *
   * @param trailers fields behind the last chunk; {@link FieldLines#NONE} if there are none
   */
  void end(FieldLines trailers);

  /** The body will never be whole. */
  void fail(ProxyFailure why);
}
