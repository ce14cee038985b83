package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vertx.core.AsyncResult;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Timeouts;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Timeline;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads one request after the other, has each answered, and writes the
 * replies in the order of the requests. Octets that cannot be used yet (a pipelined request, a body
 * nobody takes) wait in {@code pending}, and once there are {@link #PENDING_MOST} of them the
 * socket is not read. Lives on one loop.
 */
public final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final int PENDING_MOST = 64 << 10;

  final Http1Loop shared;
  private final Client client;
  private final ClientLimits limits;
  private final HeadProgress progress = new HeadProgress();
  private final ConnectionClock clock;
  private final long closesAt;

  @Nullable ServerConnection preceding;
  @Nullable ServerConnection following;

  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf pending;
  private @Nullable Exchange exchange;
  private @Nullable RequestBody body;
  private @Nullable ReplyWriter writer;
  private long requestStarted;
  private int requests;
  private boolean persists = true;
  private boolean processing;
  private boolean reading;
  private boolean flushes;
  private boolean drains;
  private boolean inputEnded;
  private boolean outputEnded;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    /** The last reply has been written; what the client still sends is thrown away. */
    LINGERS,
    CLOSED
  }

  public ServerConnection(Http1Loop shared, Client client) {
    this.shared = shared;
    this.client = client;
    this.limits = client.listener().limits();
    this.clock = new ConnectionClock(this, shared.loop.deadlines());
    long age = limits.lifetime().toNanos();
    // Connections that were opened together should not all be closed together.
    long spread = shared.loop.random().nextLong(age / 5 + 1) - age / 10;
    this.closesAt = System.nanoTime() + age + spread;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    shared.connections.add(this);
    shared.handler.connected(shared.loop);
    clock.headUntil(System.nanoTime() + limits.headTimeout().toNanos());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    if (state != State.OPEN) {
      in.release();
      return;
    }
    reading = true;
    pending = pending == null ? in : Buffers.append(ctx.alloc(), pending, in);
    process();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    if (flushes) {
      flushes = false;
      ctx.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    var current = writer;
    if (current != null) {
      current.writabilityChanged(ctx.channel().isWritable());
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset is how clients hang up; anything else that reaches here is a defect and is logged.
    if (!(cause instanceof java.io.IOException)) {
      ctx.fireExceptionCaught(cause);
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone("the client closed the connection");
    ctx.fireChannelInactive();
  }

  /** Closes the connection, now if it waits for a request, else when that is answered. */
  public void drain() {
    drains = true;
    if (exchange == null && pending == null && state == State.OPEN) {
      close();
    }
  }

  /** Cuts the connection off, answered or not. */
  public void abort() {
    close();
  }

  boolean isTunnel() {
    return body != null && body.isRaw() && body.isStarted();
  }

  /** Whether octets of a head are there. */
  boolean hasBegunHead() {
    return requestStarted != 0;
  }

  Channel channel() {
    return ctx().channel();
  }

  ChannelHandlerContext ctx() {
    var ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("the connection is not in a pipeline yet");
    }
    return ctx;
  }

  Client client() {
    return client;
  }

  ConnectionClock clock() {
    return clock;
  }

  /** Sends what was written: now, or when the read at hand is over. */
  void flush() {
    if (reading) {
      flushes = true;
    } else {
      ctx().flush();
    }
  }

  long bodyAllowed() {
    var current = exchange;
    var route = current == null ? null : current.route();
    return route == null ? RouteSettings.UNLIMITED : route.settings().bodyMax();
  }

  Timeouts timeouts() {
    var current = exchange;
    var route = current == null ? null : current.route();
    return route == null ? Timeouts.DEFAULT : route.settings().timeouts();
  }

  void bodyStarted() {
    var current = body;
    if (current != null && !current.isRaw()) {
      clock.bodyStarts(System.nanoTime(), timeouts());
    }
    process();
  }

  void bodyStopped() {
    clock.bodyPauses();
    adjustReading();
  }

  void bodyResumed() {
    clock.bodyResumes();
    process();
  }

  void bodyReceived(int octets) {
    var current = exchange;
    if (current != null) {
      current.received(octets);
    }
    clock.received(octets);
  }

  void bodyEnded() {
    clock.bodyEnds();
  }

  /** Nothing more goes to the client of a tunnel. */
  void tunnelHalfClosed() {
    if (inputEnded) {
      replyDone(false);
    } else {
      outputEnded = true;
      clock.tunnelUntil(System.nanoTime() + timeouts().idle().toNanos());
    }
  }

  /** Whether what remains of the request body makes it wiser to close than to read on. */
  boolean isBodyInTheWay() {
    var current = body;
    return current != null && !current.isRaw() && current.remaining() > PENDING_MOST;
  }

  boolean persists() {
    return persists && !drains && !inputEnded && !shared.handler.isDraining();
  }

  /** Starts the client's half of a tunnel. */
  void openTunnel(io.weir.proxy.exchange.BodySink toUpstream) {
    var current = body;
    if (current != null) {
      current.start(toUpstream);
      if (inputEnded) {
        process();
        current.endOfInput();
      }
    }
  }

  /** The reply is written; the connection goes on to the next request, or closes. */
  void replyDone(boolean goOn) {
    var current = exchange;
    if (current == null) {
      return;
    }
    current.timeline().ended = System.nanoTime();
    exchange = null;
    writer = null;
    shared.handler.ended(current);
    var rest = body;
    boolean restComes = rest != null && !rest.isDone() && !rest.isRaw();
    if (!goOn || rest != null && rest.isRaw()) {
      closeGently(restComes);
      return;
    }
    if (restComes && rest != null) {
      rest.cancel();
      clock.discards(System.nanoTime());
    } else {
      body = null;
      idle();
    }
    process();
  }

  /** The reply cannot be finished: the client must see that it is not whole. */
  void replyBroken() {
    channel().config().setOption(io.netty.channel.ChannelOption.SO_LINGER, 0);
    close();
  }

  /** A time-out that is the client's fault. */
  void timedOut(ProxyFailure why, boolean silently) {
    var current = exchange;
    if (silently) {
      close();
    } else if (current == null) {
      refuse(why);
    } else if (writer != null) {
      current.failed(why.why(), why.getMessage());
      replyBroken();
    } else {
      failBody(why);
    }
  }

  /** Reads on or stops reading, as the octets that wait demand. */
  void adjustReading() {
    var waiting = pending;
    boolean full = waiting != null && waiting.readableBytes() >= PENDING_MOST;
    boolean paused = body != null && body.isPaused();
    boolean wants = !full && !paused || state == State.LINGERS;
    var config = channel().config();
    if (config.isAutoRead() != wants) {
      config.setAutoRead(wants);
    }
  }

  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      while (pending != null && state == State.OPEN && step()) {}
    } catch (ProxyFailure failure) {
      if (exchange == null) {
        refuse(failure);
      } else {
        failBody(failure);
      }
    } finally {
      processing = false;
    }
    if (state == State.OPEN) {
      adjustReading();
    } else {
      discardPending();
    }
  }

  /** Uses some of what waits; false if nothing can be used now. */
  private boolean step() {
    var in = pending;
    var current = body;
    if (in == null) {
      return false;
    }
    if (current != null && !current.isDone()) {
      if (!current.takes()) {
        return false;
      }
      pending = null;
      pending = current.feed(in);
      if (exchange == null) {
        afterDiscarded(current);
      }
      return true;
    }
    return exchange == null && readHead(in);
  }

  /** What remained of a body that nobody wanted was read; too much of it is not worth it. */
  private void afterDiscarded(RequestBody rest) {
    if (rest.isDone()) {
      body = null;
      idle();
    } else if (rest.received() > 4L * PENDING_MOST) {
      closeGently(true);
    }
  }

  private boolean readHead(ByteBuf in) {
    if (requestStarted == 0) {
      requestStarted = System.nanoTime();
      clock.clear();
    }
    var head = shared.requests.parse(in, progress, limits, client.secure());
    if (head == null) {
      clock.headUntil(requestStarted + limits.headTimeout().toNanos());
      if (!in.isReadable()) {
        // Only empty lines so far (RFC 9112 2.2): the connection still waits for a request.
        in.release();
        pending = null;
        requestStarted = 0;
      }
      return false;
    }
    progress.reset();
    clock.clear();
    if (!in.isReadable()) {
      in.release();
      pending = null;
    }
    begin(head);
    return true;
  }

  private void begin(RequestHead head) {
    requests++;
    long now = System.nanoTime();
    persists = head.keepsAlive() && requests < limits.requests() && now - closesAt < 0;
    BodySource content = NoContent.INSTANCE;
    if (head.upgrade() && head.bodyLength() == 0) {
      body = new RequestBody(this, RequestBody.RAW);
      content = body;
    } else if (head.bodyLength() != 0) {
      body = new RequestBody(this, head.bodyLength());
      content = body;
    }
    var begun = new Exchange(shared.loop, client, head, requests, content, this::writeInterim);
    begun.timeline().started = requestStarted;
    begun.timeline().headRead = now;
    requestStarted = 0;
    exchange = begun;
    // Whoever starts the body gets what is here already before the call returns.
    processing = false;
    var reply = shared.handler.handle(begun);
    processing = true;
    if (reply.isComplete()) {
      answer(begun, reply);
    } else {
      reply.onComplete(result -> answer(begun, result));
    }
  }

  private void answer(Exchange answered, AsyncResult<Reply> result) {
    if (answered != exchange || writer != null || state != State.OPEN) {
      if (result.succeeded()) {
        result.result().body().discard();
      }
      return;
    }
    if (body != null && body.isRaw() && (result.failed() || !isUpgraded(result.result()))) {
      // No tunnel after all: what the client sends next is its next request.
      body = null;
    }
    var reply =
        result.succeeded()
            ? result.result()
            : shared.handler.rescue(answered, ProxyFailure.of(result.cause()));
    write(answered, reply);
  }

  private static boolean isUpgraded(Reply reply) {
    return reply.body() instanceof Body.Tunnel;
  }

  private void write(Exchange answered, Reply reply) {
    var started = new ReplyWriter(this, answered, reply);
    writer = started;
    started.send();
    process();
  }

  private void writeInterim(io.weir.proxy.exchange.ResponseHead head) {
    if (exchange != null && writer == null && exchange.request().minorVersion() == 1) {
      ReplyWriter.writeInterim(this, head);
    }
  }

  /** The request body is malformed, too large or too slow. */
  private void failBody(ProxyFailure failure) {
    var failed = exchange;
    var current = body;
    boolean answers = writer != null;
    persists = false;
    discardPending();
    if (current != null) {
      current.fail(failure);
    }
    if (failed == null) {
      closeGently(true);
    } else if (answers) {
      failed.failed(failure.why(), failure.getMessage());
      replyBroken();
    } else if (failed == exchange && writer == null) {
      failed.clientGone();
      write(failed, shared.handler.rescue(failed, failure));
    }
  }

  /** The octets are no request, or come too slowly to be one. */
  private void refuse(ProxyFailure failure) {
    persists = false;
    discardPending();
    var timeline = new Timeline();
    timeline.started = requestStarted == 0 ? System.nanoTime() : requestStarted;
    var reply = shared.handler.rescue(null, failure);
    ReplyWriter.writeRefusal(this, reply);
    timeline.ended = System.nanoTime();
    shared.handler.refused(shared.loop, client, failure, reply.status(), timeline);
    closeGently(true);
  }

  private void idle() {
    if (drains && pending == null) {
      close();
    } else if (pending == null) {
      clock.idleUntil(System.nanoTime() + limits.keepAlive().toNanos());
    }
  }

  private void inputEnded() {
    inputEnded = true;
    var current = body;
    if (current != null && current.isRaw() && current.isStarted()) {
      current.endOfInput();
      if (outputEnded) {
        replyDone(false);
      }
    } else if (state == State.LINGERS || exchange == null) {
      close();
    } else if (!(current != null && current.isRaw())) {
      gone("the client closed its half of the connection");
      close();
    }
  }

  private void gone(String detail) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    clock.remove();
    shared.connections.remove(this);
    discardPending();
    var lost = exchange;
    exchange = null;
    if (lost == null) {
      shared.handler.disconnected(shared.loop);
      return;
    }
    if (!isTunnel()) {
      lost.failed(Cause.CLIENT_GONE, detail);
    }
    if (body != null) {
      body.fail(new ProxyFailure(Cause.CLIENT_GONE, detail));
    }
    if (writer != null) {
      writer.cancel();
    } else {
      lost.clientGone();
    }
    lost.timeline().ended = System.nanoTime();
    shared.handler.ended(lost);
    shared.handler.disconnected(shared.loop);
  }

  private void closeGently(boolean clientMaySend) {
    if (state != State.OPEN) {
      return;
    }
    discardPending();
    if (!clientMaySend || inputEnded) {
      ctx()
          .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
          .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
      return;
    }
    // RFC 9112 9.6: closing with unread octets would reset the connection and lose the reply.
    state = State.LINGERS;
    clock.lingers(System.nanoTime());
    ctx()
        .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
        .addListener(done -> ((io.netty.channel.socket.SocketChannel) channel()).shutdownOutput());
    adjustReading();
  }

  private void close() {
    ctx().close();
  }

  private void discardPending() {
    if (pending != null) {
      pending.release();
      pending = null;
    }
  }
}
