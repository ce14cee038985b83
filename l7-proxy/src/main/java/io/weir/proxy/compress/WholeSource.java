package io.weir.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;

/** Content that is in memory, as a source. */
final class WholeSource implements BodySource {
  private final ByteBuf content;
  private boolean begun;

  WholeSource(ByteBuf content) {
    this.content = content;
  }

  @Override
  public void start(BodySink sink) {
    begun = true;
    sink.data(content);
    // Ignored if the sink was cancelled from within.
    sink.end(FieldLines.NONE);
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void cancel() {
    if (!begun) {
      begun = true;
      content.release();
    }
  }
}
