package io.weir.proxy.cache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.ProxyFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's content up to a bound, to know it before the request is passed on; then it is
 * the request's content itself: what was read, and what follows. Lives on the exchange's loop.
 */
final class Gathering implements BodySink, BodySource {
  /** Octets of content that a request may have whose answer is looked for in a cache. */
  static final int MOST = 64 << 10;

  private final Exchange exchange;
  private final BodySource source;
  private final Promise<Optional<QueryContent>> whole = Promise.promise();
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(1024);
  private @Nullable BodySink target;
  private @Nullable FieldLines trailers;
  private @Nullable ProxyFailure failure;
  private boolean isPaused;

  private Gathering(Exchange exchange) {
    this.exchange = exchange;
    this.source = exchange.requestBody();
  }

  /**
   * Reads the content of the request: all of it, or nothing if there is more of it than {@link
   * #MOST} or something behind it. The request can be passed on as it came in any case.
   */
  static Future<Optional<QueryContent>> of(Exchange exchange) {
    if (exchange.request().expectsContinue()) {
      // RFC 9110 10.1.1: the content is wanted before any server is asked.
      exchange.interim(ResponseHead.of(100, FieldLines.NONE));
      exchange.requestChanges().remove(FieldName.EXPECT);
    }
    var gathering = new Gathering(exchange);
    exchange.requestBody(gathering);
    gathering.source.start(gathering);
    return gathering.whole.future();
  }

  @Override
  public void data(ByteBuf part) {
    var to = target;
    if (to != null) {
      to.data(part);
      return;
    }
    try {
      part.readBytes(gathered, part.readableBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes all octets", e);
    } finally {
      part.release();
    }
    if (gathered.size() > MOST) {
      source.pause();
      // Not from within the source, which will be asked to go on.
      exchange.loop().execute(() -> whole.tryComplete(Optional.empty()));
    }
  }

  @Override
  public void flush() {
    if (target != null) {
      target.flush();
    }
  }

  @Override
  public void end(FieldLines with) {
    trailers = with;
    if (target != null) {
      target.end(with);
    } else {
      boolean isKnown = gathered.size() <= MOST && with.count() == 0;
      whole.tryComplete(
          isKnown ? Optional.of(new QueryContent(gathered.toByteArray())) : Optional.empty());
    }
  }

  @Override
  public void fail(ProxyFailure why) {
    failure = why;
    if (target != null) {
      target.fail(why);
    } else {
      whole.tryFail(why);
    }
  }

  @Override
  public void start(BodySink sink) {
    var octets = gathered.toByteArray();
    gathered.reset();
    // From now on: what the sink does with the first octets may bring the next ones.
    target = sink;
    if (octets.length > 0) {
      sink.data(Unpooled.wrappedBuffer(octets));
    }
    if (failure != null) {
      sink.fail(failure);
    } else if (trailers != null) {
      sink.end(trailers);
    } else if (!isPaused) {
      source.resume();
    }
  }

  @Override
  public void pause() {
    isPaused = true;
    source.pause();
  }

  @Override
  public void resume() {
    isPaused = false;
    source.resume();
  }

  @Override
  public void cancel() {
    source.cancel();
  }
}
