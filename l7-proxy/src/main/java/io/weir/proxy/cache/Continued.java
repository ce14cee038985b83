package io.weir.proxy.cache;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Offshoot;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import org.jspecify.annotations.Nullable;

/**
 * What one client gets of content that others get too. If it is left behind, the rest comes by a
 * request of its own, for that range and for this version only (RFC 9110 13.1.5, 14.2); where the
 * server has another version by then, the reply is broken off. Lives on the client's loop.
 */
final class Continued implements BodySource {
  private final Lookup lookup;
  private final Next next;
  private final Landing.Arriving arriving;
  private final FillReader reader;
  private BodySource source;
  private @Nullable BodySink target;
  private boolean isPaused;
  private boolean isOver;

  private Continued(Lookup lookup, Next next, Landing.Arriving arriving, FillReader reader) {
    this.lookup = lookup;
    this.next = next;
    this.arriving = arriving;
    this.reader = reader;
    this.source = reader;
  }

  /** What the reader gives, and the rest of it if that is needed and possible. */
  static BodySource of(Lookup lookup, Next next, Landing.Arriving arriving, FillReader reader) {
    boolean isPassedOn = arriving.filling().isPassing() || arriving.filling().total() < 0;
    boolean canContinue =
        isPassedOn
            && arriving.head().status() == 200
            && lookup.exchange().request().method() == Method.GET
            && !lookup.fields().has(FieldName.RANGE)
            && Passage.isContinuable(arriving.validators());
    if (!canContinue) {
      return reader;
    }
    var continued = new Continued(lookup, next, arriving, reader);
    reader.otherwise(continued::askForTheRest);
    return continued;
  }

  @Override
  public void start(BodySink sink) {
    target = sink;
    reader.start(sink);
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
    isOver = true;
    source.cancel();
  }

  private void askForTheRest() {
    if (isOver) {
      return;
    }
    var exchange = Offshoot.of(lookup.exchange(), BodySource.NONE, _ -> {});
    var changes = exchange.requestChanges();
    changes.remove(FieldName.IF_NONE_MATCH);
    changes.remove(FieldName.IF_MODIFIED_SINCE);
    changes.remove(FieldName.IF_RANGE);
    var validators = arriving.validators();
    var version = validators.tag() == null ? validators.modified() : validators.tag();
    changes.add(Octets.of("Range: bytes=" + reader.position() + "-\r\n"));
    changes.add(Octets.of("If-Range: " + version + "\r\n"));
    next.proceed(exchange)
        .onComplete(result -> {
          if (result.succeeded()) {
            answered(result.result());
          } else {
            fail(ProxyFailure.of(result.cause()));
          }
        });
  }

  private void answered(Reply reply) {
    var to = target;
    if (isOver || to == null || !isTheRest(reply)) {
      reply.body().discard();
      fail(
          new ProxyFailure(
              Cause.UPSTREAM_GARBAGE,
              "found no rest from octet %d on of the version that was begun; expected one, for a client"
                      .formatted(reader.position())
                  + " slower than others"));
      return;
    }
    switch (reply.body()) {
      case Body.Stream(var rest, _, _) -> {
        source = rest;
        if (isPaused) {
          rest.pause();
        }
        rest.start(to);
      }
      case Body.Whole(ByteBuf content) -> {
        isOver = true;
        to.data(content);
        to.end(FieldLines.NONE);
      }
      case Body.Empty _, Body.FileSpan _, Body.Tunnel _ ->
          throw new IllegalStateException("such a body is no rest");
    }
  }

  private boolean isTheRest(Reply reply) {
    var fields = reply.changes().applied(reply.head().fields());
    var range = ContentRange.of(fields).orElse(null);
    long total = arriving.filling().total();
    return reply.status() == 206
        && (reply.body() instanceof Body.Stream || reply.body() instanceof Body.Whole)
        && range != null
        && range.first() == reader.position()
        && range.last() == range.size() - 1
        && (total < 0 || total == range.size())
        && arriving.validators().isSameState(Validators.of(fields, System.currentTimeMillis()));
  }

  private void fail(ProxyFailure why) {
    if (!isOver && target != null) {
      isOver = true;
      target.fail(why);
    }
  }
}
