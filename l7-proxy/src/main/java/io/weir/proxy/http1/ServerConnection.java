package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Timeouts;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Terms;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: the socket, its time-outs and its end. What is said on it is the {@link
 * Conversation}'s; how octets become requests, the {@link RequestReader}'s. Lives on one loop.
 */
public final class ServerConnection extends ChannelInboundHandlerAdapter {
  // A request may be on its way: a client that was answered just now is likely to send another.
  private static final long LAST_REQUEST_NANOS = Duration.ofMillis(500).toNanos();

  final Http1Loop shared;
  private final ConnectionClock clock;
  private final Conversation conversation;
  private final RequestReader reader;

  @Nullable ServerConnection preceding;
  @Nullable ServerConnection following;

  private Client client;
  private @Nullable ChannelHandlerContext context;
  private boolean reading;
  private boolean flushes;
  private boolean drains;
  private boolean inputEnded;
  private long waitsSince;
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
    this.clock = new ConnectionClock(this, shared.loop.deadlines());
    this.conversation = new Conversation(this, shared);
    this.reader = new RequestReader(this, shared);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    shared.connections.add(this);
    shared.handler.connected(shared.loop);
    waitsSince = System.nanoTime();
    clock.headUntil(waitsSince + limits().headTimeout().toNanos());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    if (state == State.OPEN) {
      reading = true;
      reader.received(in);
    } else {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    if (flushes) {
      flushes = false;
      ctx.flush();
    }
  }

  /** Reads on where the last turn ended; what comes of it is sent at once, as after a read. */
  void takeTurn() {
    if (state == State.OPEN) {
      reading = true;
      reader.takeTurn();
      channelReadComplete(ctx());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    boolean writable = ctx.channel().isWritable();
    conversation.writabilityChanged(writable);
    if (writable) {
      reader.outputTaken();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      conversation.inputEnded();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset is how clients hang up; anything else that reaches here is a defect and is logged.
    if (!(cause instanceof IOException)) {
      shared.unexpected(cause);
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone("the client closed the connection");
  }

  /** Closes the connection: behind the reply at hand, or when it has waited for half a second. */
  public void drain() {
    drains = true;
    if (isWaiting()) {
      clock.idleUntil(Math.max(waitsSince + LAST_REQUEST_NANOS, System.nanoTime()));
    }
  }

  /** Heeds what was put in force: a connection that it has no place for ends as in a drain. */
  void settle() {
    if (state == State.OPEN && !drains) {
      renew();
      if (drains) {
        drain();
      }
    }
  }

  /**
   * What the next request is read and answered by, with the listener as it is there. The connection
   * ends with that request if there is none any more, or if it knows clients in another way: who
   * the client is was found out once, at the accept.
   */
  @SuppressWarnings("ReferenceEquality") // the very one, as always but after a change
  Terms renew() {
    var terms = shared.handler.terms();
    var before = client.listener();
    var now = terms.listener(before);
    if (now == null) {
      drains = true;
    } else if (now != before) {
      drains |= !now.proxyProtocol().equals(before.proxyProtocol());
      client = client.at(now);
      conversation.ages(limits().lifetime());
    }
    return terms;
  }

  /** Cuts the connection off, answered or not. */
  public void close() {
    ctx().close();
  }

  /** Ends the request at hand, with a reply if none has begun. */
  void cut() {
    if (state == State.OPEN) {
      conversation.cut();
    }
  }

  /** Closes at once, on our own account. */
  void stop() {
    conversation.stopped();
    close();
  }

  boolean isTunnel() {
    return conversation.isTunnel();
  }

  /** Whether nothing is under way: the next request has not begun. */
  boolean isWaiting() {
    return state == State.OPEN && conversation.isIdle() && reader.isEmpty();
  }

  /** Whether requests are still read. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether the client will send no more. */
  boolean isInputEnded() {
    return inputEnded;
  }

  /** Whether the connection ends with the request at hand. */
  boolean isDraining() {
    return drains || shared.handler.isDraining();
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

  /** What the listener allows, as it was when the last request began. */
  ClientLimits limits() {
    return client.listener().limits();
  }

  ConnectionClock clock() {
    return clock;
  }

  Conversation conversation() {
    return conversation;
  }

  RequestReader reader() {
    return reader;
  }

  /** What the socket has not taken yet, in a measure that changes with every octet it takes. */
  long unsent() {
    var waiting = channel().unsafe().outboundBuffer();
    if (waiting == null) {
      return 0;
    }
    long octets = waiting.totalPendingWriteBytes();
    return switch (waiting.current()) {
      case ByteBuf part -> octets + part.readableBytes();
      case FileRegion file -> octets - file.transferred();
      case null, default -> octets;
    };
  }

  /** Whether what is being sent is a file. */
  boolean sendsFile() {
    var waiting = channel().unsafe().outboundBuffer();
    return waiting != null && waiting.current() instanceof FileRegion;
  }

  /** Sends what was written: now, or when the read at hand is over. */
  void flush() {
    if (reading) {
      flushes = true;
    } else {
      ctx().flush();
    }
  }

  /** Waits for the next request. */
  void idle() {
    if (!reader.isEmpty()) {
      return;
    }
    waitsSince = System.nanoTime();
    if (drains) {
      clock.idleUntil(waitsSince + LAST_REQUEST_NANOS);
    } else {
      shared.connections.waits(this);
      clock.idleUntil(waitsSince + limits().keepAlive().toNanos());
    }
  }

  /** A time-out that is the client's fault. */
  void timedOut(ProxyFailure why, boolean silently) {
    if (silently || state != State.OPEN) {
      close();
    } else {
      conversation.timedOut(why);
    }
  }

  /** Cuts the connection off so that the client sees that what it got is not whole. */
  void reset() {
    // A write that fails because the client left says so once the socket is closed.
    if (channel().isOpen()) {
      channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    close();
  }

  /** Ends the connection for a client that is there no more. */
  void abandon(String detail) {
    gone(detail);
    close();
  }

  /** Closes once all is written, which a client that takes nothing can delay only so long. */
  void closeGently(boolean clientMaySend) {
    if (state != State.OPEN) {
      return;
    }
    state = State.LINGERS;
    reader.discard();
    clock.stalls(System.nanoTime(), Timeouts.DEFAULT.idle());
    var written = ctx().writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (clientMaySend && !inputEnded) {
      // RFC 9112 9.6: closing with unread octets would reset the connection and lose the reply.
      written.addListener(_ -> linger());
      reader.adjust();
    } else {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Closes once all is written; the client sends no more. */
  void endAtOnce() {
    if (state == State.OPEN) {
      closeGently(false);
    } else {
      close();
    }
  }

  private void linger() {
    if (state == State.LINGERS) {
      ((SocketChannel) channel()).shutdownOutput();
      clock.lingers(System.nanoTime());
    }
  }

  private void gone(String detail) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    clock.remove();
    shared.connections.remove(this);
    reader.discard();
    conversation.abandoned(detail);
    shared.handler.disconnected(shared.loop);
  }
}
