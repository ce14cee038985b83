package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.failure.ProxyFailure;

/**
 * Reads a body to its end and throws it away, so that its connection can be used again; one that is
 * long is given up with its connection.
 */
public final class Drain implements BodySink {
  private static final int MOST = 64 << 10;

  private final BodySource source;
  private int octets;

  private Drain(BodySource source) {
    this.source = source;
  }

  /** Drains the body; to be called on its loop. */
  public static void of(Body body) {
    switch (body) {
      case Body.Stream(var source, var length, _) when length <= MOST ->
          source.start(new Drain(source));
      case Body.Empty _, Body.Whole _, Body.FileSpan _, Body.Stream _, Body.Tunnel _ ->
          body.discard();
    }
  }

  @Override
  public void data(ByteBuf part) {
    octets += part.readableBytes();
    part.release();
    if (octets > MOST) {
      source.cancel();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void end(FieldLines trailers) {}

  @Override
  public void fail(ProxyFailure why) {}
}
