package io.weir.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.weir.proxy.exchange.OpenFiles;
import io.weir.proxy.http1.Http1Loop;
import io.weir.proxy.listen.Entrance.Reason;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What every connection that one loop accepts at one place goes through first. A client that has
 * too many is reset before anything is made for it. If there is no room, or they come too fast, the
 * loop stops accepting, so that further ones wait in the kernel's queue; the one that was at hand
 * waits here, unread, and is the next to go in. Belongs to its loop, but for {@link #wake}.
 */
final class Gate extends ChannelInboundHandlerAdapter {
  /** How soon it is tried again when nothing says that there is room. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int EVICT_MOST = 32;

  private final Entrance entrance;
  private final Http1Loop loop;
  private final Predicate<byte[]> isProxy;
  private final Queue<Visitor> held = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> retry;
  private @Nullable Reason shutBy;
  private volatile boolean wakeable;

  /**
   * A connection on its way in.
   *
   * @param client whom it is counted for; null if clients are not counted
   */
  private record Visitor(Channel channel, @Nullable Long client) {}

  /**
   * @param isProxy whether a peer speaks for others, each of which is counted once it is known
   */
  Gate(Entrance entrance, Http1Loop loop, Predicate<byte[]> isProxy) {
    this.entrance = entrance;
    this.loop = loop;
    this.isProxy = isProxy;
  }

  /** Looks again whether there is room, if that was the reason; any thread may call. */
  void wake() {
    if (wakeable) {
      wakeable = false;
      loop.loop().execute(this::reopen);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    entrance.add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var channel = (Channel) message;
    Long client = null;
    if (entrance.countsClients() && channel.remoteAddress() instanceof InetSocketAddress peer) {
      var address = peer.getAddress().getAddress();
      if (!isProxy.test(address)) {
        client = ClientKey.of(address);
        if (!entrance.enter(client)) {
          reset(channel);
          return;
        }
      }
    }
    var visitor = new Visitor(channel, client);
    if (shutBy != null || !admit(ctx, visitor)) {
      held.add(visitor);
    }
  }

  /** The listening socket could not accept. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (OpenFiles.areUsedUp(cause)) {
      entrance.descriptors().usedUp();
      evict();
      shut(ctx, Reason.DESCRIPTORS, RETRY_NANOS);
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    entrance.remove(this);
    if (shutBy != null) {
      shutBy = null;
      entrance.reopened();
    }
    for (var visitor = held.poll(); visitor != null; visitor = held.poll()) {
      reset(visitor.channel);
      leave(visitor);
    }
  }

  /** Lets a connection in; false if it has to wait. */
  private boolean admit(ChannelHandlerContext ctx, Visitor visitor) {
    if (entrance.descriptors().areScarce() && evict() == 0) {
      shut(ctx, Reason.DESCRIPTORS, RETRY_NANOS);
      return false;
    }
    if (!entrance.enter() && (evict() == 0 || !entrance.enter())) {
      shut(ctx, Reason.CONNECTIONS, RETRY_NANOS);
      return false;
    }
    long wait = entrance.pace(System.nanoTime());
    if (wait > 0) {
      entrance.leave();
      shut(ctx, Reason.RATE, wait);
      return false;
    }
    // However it ends, and whoever ends it, this is called once.
    visitor
        .channel
        .closeFuture()
        .addListener(_ -> {
          leave(visitor);
          entrance.leave();
        });
    ctx.fireChannelRead(visitor.channel);
    return true;
  }

  private void leave(Visitor visitor) {
    if (visitor.client != null) {
      entrance.leave(visitor.client);
    }
  }

  /** Closes connections that wait for a request, those first that have waited longest. */
  private int evict() {
    int closed = loop.connections().evict(EVICT_MOST);
    entrance.evicted(closed);
    return closed;
  }

  private void shut(ChannelHandlerContext ctx, Reason reason, long nanos) {
    if (shutBy == null) {
      entrance.shut(reason);
      ctx.channel().config().setAutoRead(false);
    }
    shutBy = reason;
    if (retry != null) {
      retry.cancel(false);
    }
    retry = ctx.channel().eventLoop().schedule(this::reopen, nanos, TimeUnit.NANOSECONDS);
    wakeable = reason != Reason.RATE;
    if (reason == Reason.CONNECTIONS && entrance.hasRoom()) {
      // Somebody left between the look and the sleep.
      wake();
    }
  }

  private void reopen() {
    var ctx = context;
    if (ctx == null || shutBy == null || !ctx.channel().isOpen()) {
      return;
    }
    wakeable = false;
    for (var visitor = held.peek(); visitor != null; visitor = held.peek()) {
      if (!admit(ctx, visitor)) {
        return;
      }
      held.remove();
    }
    shutBy = null;
    entrance.reopened();
    ctx.channel().config().setAutoRead(true);
  }

  private static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().closeForcibly();
  }
}
