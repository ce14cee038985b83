package io.weir.proxy.cache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.semantics.ByteRanges.Span;
import io.weir.proxy.semantics.MultipartLayout;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several stretches as one multipart body, each from a source of its own, which is made when its
 * turn comes. Lives on one loop.
 */
final class SlicedParts implements BodySource, BodySink {
  private final MultipartLayout layout;
  private final BodySource begun;
  private final Function<Span, BodySource> sources;
  private int part = -1;
  private @Nullable BodySink target;
  private @Nullable BodySource current;
  private boolean isPaused;
  private boolean isAdvancing;
  private boolean isOver;

  /**
   * @param begun the source of the first part
   */
  SlicedParts(MultipartLayout layout, BodySource begun, Function<Span, BodySource> sources) {
    this.layout = layout;
    this.begun = begun;
    this.sources = sources;
  }

  @Override
  public void start(BodySink sink) {
    target = sink;
    advance();
  }

  @Override
  public void pause() {
    isPaused = true;
    if (current != null) {
      current.pause();
    }
  }

  @Override
  public void resume() {
    isPaused = false;
    if (current != null) {
      current.resume();
    }
    advance();
  }

  @Override
  public void cancel() {
    isOver = true;
    var source = part < 0 ? begun : current;
    current = null;
    if (source != null) {
      source.cancel();
    }
  }

  /** Begins part after part; one that is there whole ends within its start. */
  private void advance() {
    var to = target;
    if (isAdvancing || to == null) {
      return;
    }
    isAdvancing = true;
    while (!isOver && !isPaused && current == null) {
      if (++part < layout.parts().size()) {
        var next = layout.parts().get(part);
        to.data(Unpooled.wrappedBuffer(next.before()));
        var source = part == 0 ? begun : sources.apply(next.span());
        current = source;
        if (isPaused) {
          source.pause();
        }
        source.start(this);
      } else {
        isOver = true;
        to.data(Unpooled.wrappedBuffer(layout.closing()));
        to.end(FieldLines.NONE);
      }
    }
    isAdvancing = false;
  }

  @Override
  public void data(ByteBuf octets) {
    var to = target;
    if (isOver || to == null) {
      octets.release();
    } else {
      to.data(octets);
    }
  }

  @Override
  public void flush() {
    if (target != null) {
      target.flush();
    }
  }

  @Override
  public void end(FieldLines trailers) {
    current = null;
    advance();
  }

  @Override
  public void fail(ProxyFailure why) {
    current = null;
    if (!isOver && target != null) {
      isOver = true;
      target.fail(why);
    }
  }
}
