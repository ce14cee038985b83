package io.weir.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.http1.Buffers;
import io.weir.proxy.http1.HeadProgress;
import org.jspecify.annotations.Nullable;

/**
 * The octets that came from a server and how they are used up: heads, then a body. What nobody
 * takes yet waits, and once there are {@link #PENDING_MOST} octets of it the socket is not read.
 */
final class ResponseReader {
  private static final int PENDING_MOST = 64 << 10;

  /** Interim responses to one request: they are passed on whether the client reads them or not. */
  private static final int INTERIM_MOST = 100;

  private final UpstreamConnection connection;
  private final HeadProgress progress = new HeadProgress();
  private @Nullable ByteBuf pending;
  private boolean processing;
  private int interims;

  ResponseReader(UpstreamConnection connection) {
    this.connection = connection;
  }

  /** Whether no octets wait. */
  boolean isEmpty() {
    return pending == null;
  }

  /** Takes octets from the socket. */
  void received(ByteBuf in) {
    pending = pending == null ? in : Buffers.append(connection.channel().alloc(), pending, in);
    process();
  }

  /** Uses what can be used now. */
  void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      while (pending != null && step()) {}
    } catch (ProxyFailure failure) {
      connection.breakOff(failure);
    } finally {
      processing = false;
    }
    var body = connection.body();
    if (connection.isInputOver()) {
      // What came before the end is part of the response: whoever paused it gets it first.
      if (pending == null || body == null || !body.isPaused()) {
        connection.inputUsedUp();
      }
    } else if (connection.isBusy()) {
      adjust();
    } else {
      discard();
    }
  }

  /** Reads on or stops reading, as the octets that wait demand. */
  void adjust() {
    if (connection.isInputOver()) {
      return;
    }
    var body = connection.body();
    boolean paused = body != null && body.isPaused();
    boolean wants = !paused && (pending == null || pending.readableBytes() < PENDING_MOST);
    var config = connection.channel().config();
    if (config.isAutoRead() == wants) {
      return;
    }
    config.setAutoRead(wants);
    if (wants) {
      connection.clock().bodyProgresses();
    } else {
      connection.clock().bodyWaits();
    }
  }

  /** Throws away what waits. */
  void discard() {
    if (pending != null) {
      pending.release();
      pending = null;
    }
  }

  private boolean step() {
    var in = pending;
    var body = connection.body();
    var listener = connection.listener();
    if (in == null) {
      return false;
    }
    if (body != null) {
      if (!body.takes()) {
        return false;
      }
      pending = null;
      pending = body.feed(in);
      return pending != null;
    }
    return listener != null && readHead(in, connection.method());
  }

  private boolean readHead(ByteBuf in, Method method) {
    var parsed = connection.responses().parse(in, progress, method);
    if (parsed == null) {
      return false;
    }
    progress.reset();
    if (!in.isReadable()) {
      discard();
    }
    count(parsed.head().status());
    // Whoever starts the body gets what is here already before the call returns, so that head and
    // content can leave together.
    processing = false;
    connection.headRead(parsed);
    processing = true;
    return pending != null;
  }

  private void count(int status) {
    interims = status < 200 ? interims + 1 : 0;
    if (interims > INTERIM_MOST) {
      throw new ProxyFailure(
          Cause.UPSTREAM_GARBAGE,
          "found more than " + INTERIM_MOST + " interim responses; expected the final one");
    }
  }
}
