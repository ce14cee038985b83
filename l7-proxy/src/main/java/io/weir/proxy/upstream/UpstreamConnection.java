package io.weir.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.weir.dsl.model.Timeouts;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.http1.ParsedResponse;
import io.weir.proxy.http1.ResponseParser;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: carries one request at a time, reads its response, and is kept for the
 * next. Lives on one loop, but may move to another between two requests.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final int TCP_ESTABLISHED = 1;

  private final UpstreamClock clock = new UpstreamClock(this);
  private final ResponseReader reader = new ResponseReader(this);
  private IdleConnections home;
  private UpstreamLoop shared;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ResponseListener listener;
  private @Nullable ResponseBody body;
  private Method method = Method.GET;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private long idleNanos;
  private boolean wantsUpgrade;
  private boolean requestSent;
  private boolean begun;
  private boolean persists;
  private boolean idle;
  private boolean used;
  private boolean closed;
  private boolean wasReset;
  private boolean inputOver;
  private boolean outputOver;
  private boolean tunnelInputOver;
  private boolean tunnelOutputOver;

  UpstreamConnection(IdleConnections home, UpstreamLoop shared) {
    this.home = home;
    this.shared = shared;
  }

  /** Whether it has carried a request before. */
  boolean wasUsed() {
    return used;
  }

  /** Makes ready for a request, of which the caller then writes the octets. */
  void begin(ResponseListener waiting, Method of, boolean upgrade, Timeouts limits, long keep) {
    listener = waiting;
    method = of;
    wantsUpgrade = upgrade;
    timeouts = limits;
    idleNanos = keep;
    requestSent = false;
    begun = false;
    persists = true;
  }

  /** Hands octets of the request to the socket. */
  void write(ByteBuf out) {
    // A server may answer, stop reading and reset: its answer is still to be read. So a write that
    // fails is not heard of here; the next read says what became of the server.
    ctx().write(out, new VoidChannelPromise(channel(), false));
  }

  void flush() {
    ctx().flush();
  }

  boolean isWritable() {
    return ctx().channel().isWritable();
  }

  Channel channel() {
    return ctx().channel();
  }

  /** The last octet of the request has been written. */
  void requestSent() {
    requestSent = true;
    if (body == null) {
      clock.awaitsResponse(timeouts.firstByte().toNanos());
    }
  }

  /** The server does not take the request: it has as long as between two reads of a response. */
  void requestStalls() {
    if (body == null) {
      clock.requestStalls(timeouts.idle().toNanos());
    }
  }

  /** Closes the half of a tunnel that leads to the server. */
  void endTunnel() {
    var channel = (SocketChannel) channel();
    tunnelOutputOver = true;
    ctx()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          channel.shutdownOutput();
          if (tunnelInputOver) {
            ctx().close();
          }
        });
  }

  /** Gives up: nobody waits for the response any more. */
  void close() {
    release();
    if (context != null) {
      ctx().close();
    }
  }

  /** Stops being kept; false if it turned out to be of no use, and was closed. */
  boolean leaveIdle(boolean asksKernel) {
    idle = false;
    clock.clear();
    if (closed || !channel().isActive() || asksKernel && !isEstablished()) {
      close();
      return false;
    }
    used = true;
    return true;
  }

  /** Moves to another loop, whose task then gets it, or null if it broke on the way. */
  void moveTo(
      IdleConnections target, UpstreamLoop with, Consumer<@Nullable UpstreamConnection> taker) {
    clock.remove();
    var channel = channel();
    channel
        .deregister()
        .addListener(gone -> {
          home = target;
          shared = with;
          with.loop()
              .eventLoop()
              .register(channel)
              .addListener(there ->
                  with.loop()
                      .execute(() -> taker.accept(there.isSuccess() && !closed ? this : null)));
        });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    if (listener == null && body == null) {
      // Nobody asked: what a server sends by itself must never answer the next request.
      in.release();
      ctx.close();
      return;
    }
    begun = true;
    clock.bodyProgresses();
    reader.received(in);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (listener != null && ctx.channel().isWritable()) {
      clock.requestFlows();
      listener.writable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputOver = true;
      reader.process();
    } else if (event instanceof ChannelOutputShutdownEvent) {
      outputOver = true;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      wasReset = true;
    } else if (!UpstreamLoop.isTooEarly(cause)) {
      shared.unexpected(cause);
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    shared.disconnected(home.endpoint());
    clock.remove();
    if (idle) {
      idle = false;
      home.forget(this);
    }
    inputOver = true;
    reader.process();
  }

  /** The response is whole: the connection is kept, if it can be. */
  void responseEnded(boolean moreFollows) {
    body = null;
    release();
    clock.clear();
    if (moreFollows || !canBeKept()) {
      ctx().close();
      return;
    }
    if (!channel().config().isAutoRead()) {
      channel().config().setAutoRead(true);
    }
    idle = true;
    home.keep(this);
    clock.kept(idleNanos);
  }

  private boolean canBeKept() {
    return persists && requestSent && !inputOver && !outputOver && !home.endpoint().isRetired();
  }

  /** A head is whole. */
  void headRead(ParsedResponse parsed) {
    var waiting = listener;
    int status = parsed.head().status();
    if (waiting == null) {
      return;
    }
    if (status == 101) {
      switchProtocols(parsed, waiting);
    } else if (status < 200) {
      waiting.interim(parsed.head());
    } else {
      respond(parsed, waiting);
    }
  }

  /** The server breaks a rule of the wire, or takes too long: nothing more of it is of use. */
  void breakOff(ProxyFailure why) {
    persists = false;
    fail(why);
    ctx().close();
  }

  /** Whether a response is being waited for or read. */
  boolean isBusy() {
    return !closed && (listener != null || body != null);
  }

  @Nullable ResponseBody body() {
    return body;
  }

  @Nullable ResponseListener listener() {
    return listener;
  }

  /** The method of the request at hand, which decides whether its response has a body. */
  Method method() {
    return method;
  }

  ResponseParser responses() {
    return shared.responses();
  }

  UpstreamClock clock() {
    return clock;
  }

  ResponseReader reader() {
    return reader;
  }

  private void respond(ParsedResponse parsed, ResponseListener waiting) {
    persists = parsed.keepsAlive();
    clock.clear();
    long length = parsed.bodyLength();
    if (length == 0) {
      responseEnded(!reader.isEmpty());
      waiting.response(parsed.head(), Body.EMPTY);
      return;
    }
    var begun = new ResponseBody(this, length);
    body = begun;
    boolean streams = parsed.isEventStream();
    clock.bodyBegins((streams ? timeouts.tunnel() : timeouts.idle()).toNanos());
    waiting.response(parsed.head(), new Body.Stream(begun, Math.max(length, -1), streams));
  }

  private void switchProtocols(ParsedResponse parsed, ResponseListener waiting) {
    if (!wantsUpgrade) {
      throw new ProxyFailure(
          Cause.UPSTREAM_GARBAGE, "found 101 to a request that did not ask for an upgrade");
    }
    persists = false;
    clock.clear();
    var begun = new ResponseBody(this, ResponseBody.RAW);
    body = begun;
    waiting.response(parsed.head(), new Body.Tunnel(begun, new TunnelSink(this)));
  }

  /** Whether no more octets will come. */
  boolean isInputOver() {
    return inputOver;
  }

  /** No more octets come, and all that did are used up, unless they are of no use. */
  void inputUsedUp() {
    var current = body;
    if (current != null && current.endsWithConnection() && !wasReset) {
      current.endOfInput();
      if (current.isRaw() && !closed) {
        tunnelInputOver = true;
        if (tunnelOutputOver) {
          ctx().close();
        }
        return;
      }
    }
    if (closed) {
      fail(loss());
      reader.discard();
    } else {
      ctx().close();
    }
  }

  private ProxyFailure loss() {
    return wasReset
        ? new ProxyFailure(Cause.UPSTREAM_RESET, "found that the server reset the connection")
        : new ProxyFailure(
            Cause.UPSTREAM_CLOSED,
            "found that the server closed the connection before its response was whole");
  }

  private void fail(ProxyFailure why) {
    var waiting = listener;
    var current = body;
    listener = null;
    body = null;
    if (current != null) {
      current.fail(why);
      if (waiting != null) {
        waiting.released();
      }
    } else if (waiting != null) {
      waiting.lost(why, begun);
    }
  }

  private void release() {
    var waiting = listener;
    listener = null;
    if (waiting != null) {
      waiting.released();
    }
  }

  private boolean isEstablished() {
    return !(channel() instanceof EpollSocketChannel epoll)
        || epoll.tcpInfo().state() == TCP_ESTABLISHED;
  }

  private ChannelHandlerContext ctx() {
    var ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("the connection is not in a pipeline yet");
    }
    return ctx;
  }

  Loop loop() {
    return shared.loop();
  }
}
