package io.weir.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.ProxyHeader;
import io.weir.proxy.exchange.Timeline;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.http1.Http1Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a connection whose peer must begin it with a PROXY header. Once the header
 * is whole, the connection is set up for the client that it names, gets the octets behind the
 * header, and this handler is gone. A connection without one is closed without a word: whatever
 * speaks there is no HTTP client. Lives on one loop.
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {
  private final Http1Loop loop;
  private final Client peer;
  private final Consumer<ProxyHeader> next;
  private final Timeline timeline = new Timeline();
  private final Deadline deadline =
      new Deadline() {
        @Override
        protected void expired(long now) {
          timedOut();
        }
      };

  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf gathered;
  private boolean isOver;

  /**
   * @param peer the other end as the socket has it
   * @param next sets the connection up for whom the header names, behind this handler
   */
  ProxyHeaderHandler(Http1Loop loop, Client peer, Consumer<ProxyHeader> next) {
    this.loop = loop;
    this.peer = peer;
    this.next = next;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    timeline.started = System.nanoTime();
    long limit = peer.listener().limits().headTimeout().toNanos();
    loop.loop().deadlines().set(deadline, timeline.started + limit);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    if (isOver) {
      in.release();
      return;
    }
    var all = gather(ctx, in);
    try {
      var parsed = ProxyHeaderParser.parse(all);
      if (parsed != null) {
        gathered = null;
        goOn(ctx, parsed, all);
      }
    } catch (ProxyFailure failure) {
      refuse(failure);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ended();
  }

  private ByteBuf gather(ChannelHandlerContext ctx, ByteBuf in) {
    var before = gathered;
    if (before == null) {
      gathered = in;
      return in;
    }
    var both = ctx.alloc().buffer(before.readableBytes() + in.readableBytes());
    both.writeBytes(before).writeBytes(in);
    before.release();
    in.release();
    gathered = both;
    return both;
  }

  private void goOn(ChannelHandlerContext ctx, ProxyHeaderParser.Parsed parsed, ByteBuf all) {
    finish();
    all.skipBytes(parsed.length());
    next.accept(parsed.header());
    ctx.pipeline().remove(this);
    if (all.isReadable()) {
      ctx.fireChannelRead(all);
    } else {
      all.release();
    }
  }

  private void timedOut() {
    refuse(ProxyHeaderParser.refused("found no whole PROXY header in time", "one"));
  }

  /** A peer that leaves without a word only looked whether the port is open. */
  private void ended() {
    if (!isOver && gathered != null) {
      refuse(ProxyHeaderParser.refused("found the end of the connection", "a PROXY header"));
    } else if (!isOver) {
      close();
    }
  }

  private void refuse(ProxyFailure failure) {
    timeline.ended = System.nanoTime();
    loop.refused(peer, failure, Cause.BAD_PROXY_HEADER.status(), timeline);
    close();
  }

  private void close() {
    finish();
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
    if (context != null) {
      context.close();
    }
  }

  private void finish() {
    isOver = true;
    loop.loop().deadlines().remove(deadline);
  }
}
