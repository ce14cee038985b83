package io.weir.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.http1.HeadBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request's content on to the server of the attempt at hand. Keeps the first 64 KiB of it
 * while it may have to be sent again.
 */
final class RequestRelay implements BodySink {
  private static final int KEPT_MOST = 64 << 10;
  private static final FieldChanges NO_CHANGES = new FieldChanges();

  private final Owner owner;
  private final Exchange exchange;
  private final boolean chunked;
  private final List<ByteBuf> kept = new ArrayList<>(4);
  private int keptOctets;
  private boolean keeps;
  private boolean started;
  private boolean ended;
  private boolean responded;
  private boolean flushed;
  private FieldLines trailers = FieldLines.NONE;
  private @Nullable UpstreamConnection connection;

  /** Who made the relay. */
  interface Owner {
    /** The client's content will never be whole. */
    void clientFailed(ProxyFailure why);
  }

  RequestRelay(Owner owner, Exchange exchange, boolean keeps) {
    this.owner = owner;
    this.exchange = exchange;
    this.chunked = exchange.request().bodyLength() == Framing.CHUNKED;
    this.keeps = keeps;
  }

  /** Whether all that was sent can be sent again. */
  boolean canRepeat() {
    return !started || keeps;
  }

  /** Sends to this connection from now on, what was kept first. */
  void sendTo(UpstreamConnection target) {
    connection = target;
    flushed = false;
    if (!started) {
      started = true;
      exchange.requestBody().start(this);
    } else {
      for (var part : kept) {
        write(target, part.retainedDuplicate());
      }
      if (ended) {
        writeEnd(target);
      } else {
        exchange.requestBody().resume();
      }
    }
    if (!flushed) {
      // No content yet, so the head goes alone; with "Expect: 100-continue" the client waits for
      // it.
      flush();
    }
  }

  /** There is a response, so nothing will be sent again. */
  void responded() {
    responded = true;
    keeps = false;
    releaseKept();
  }

  @Override
  public void data(ByteBuf part) {
    var target = connection;
    if (keeps) {
      keep(part);
    }
    if (target == null) {
      part.release();
      return;
    }
    write(target, part);
    if (!target.isWritable()) {
      target.flush();
      if (!target.isWritable()) {
        exchange.requestBody().pause();
        target.requestStalls();
      }
    }
  }

  @Override
  public void flush() {
    flushed = true;
    if (connection != null) {
      connection.flush();
    }
  }

  @Override
  public void end(FieldLines with) {
    ended = true;
    trailers = with;
    if (connection != null) {
      writeEnd(connection);
    }
  }

  @Override
  public void fail(ProxyFailure why) {
    owner.clientFailed(why);
  }

  /** The connection is gone; content that still comes waits for the next one. */
  void disconnected() {
    connection = null;
    if (started && !ended && !responded) {
      exchange.requestBody().pause();
    }
  }

  private void keep(ByteBuf part) {
    keptOctets += part.readableBytes();
    if (keptOctets > KEPT_MOST) {
      keeps = false;
      releaseKept();
    } else {
      kept.add(part.retainedDuplicate());
    }
  }

  private void releaseKept() {
    for (var part : kept) {
      part.release();
    }
    kept.clear();
  }

  private void write(UpstreamConnection target, ByteBuf part) {
    if (!chunked) {
      target.write(part);
      return;
    }
    var size = target.channel().alloc().ioBuffer(12);
    size.writeCharSequence(
        Integer.toHexString(part.readableBytes()) + "\r\n",
        java.nio.charset.StandardCharsets.US_ASCII);
    target.write(size);
    target.write(part);
    target.write(target.channel().alloc().ioBuffer(2).writeShort('\r' << 8 | '\n'));
  }

  private void writeEnd(UpstreamConnection target) {
    if (chunked) {
      var last = new HeadBuffer();
      last.put('0').crlf();
      last.putFields(trailers, HeadBuffer.NOT_IN_TRAILERS, NO_CHANGES);
      last.crlf();
      var out = target.channel().alloc().ioBuffer(last.length());
      last.copyTo(out);
      target.write(out);
    }
    target.requestSent();
    flush();
  }
}
