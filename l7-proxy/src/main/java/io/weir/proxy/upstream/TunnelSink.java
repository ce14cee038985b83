package io.weir.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.failure.ProxyFailure;

/** Takes the client's half of a tunnel to the server. */
final class TunnelSink implements BodySink {
  private final UpstreamConnection connection;

  TunnelSink(UpstreamConnection connection) {
    this.connection = connection;
  }

  @Override
  public void data(ByteBuf part) {
    connection.write(part);
    if (connection.isWritable()) {
      return;
    }
    connection.flush();
    var listener = connection.listener();
    if (listener != null && !connection.isWritable()) {
      listener.unwritable();
    }
  }

  @Override
  public void flush() {
    connection.flush();
  }

  @Override
  public void end(FieldLines trailers) {
    connection.endTunnel();
  }

  @Override
  public void fail(ProxyFailure why) {
    connection.close();
  }
}
