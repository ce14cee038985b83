package io.weir.proxy.http1;

import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;

/** The content of a request that has none. */
enum NoContent implements BodySource {
  INSTANCE;

  @Override
  public void start(BodySink sink) {
    sink.end(FieldLines.NONE);
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void cancel() {}
}
