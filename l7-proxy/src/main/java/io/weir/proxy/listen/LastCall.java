package io.weir.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Closes a listening socket behind the last connection that waits in its queue: when it closes, the
 * kernel resets all that have not been accepted, and with them requests that clients believe to be
 * on their way. One for each socket, on its loop.
 */
final class LastCall extends ChannelInboundHandlerAdapter {
  private static final long LOOK_MILLIS = 20;
  private static final int LOOKS = 25;

  private final Channel listening;
  private boolean somebodyCame;
  private int looks;

  private LastCall(Channel listening) {
    this.listening = listening;
  }

  /** Done when the socket is closed. May be called by any thread. */
  static ChannelFuture on(Channel listening) {
    var call = new LastCall(listening);
    listening.eventLoop().execute(call::begin);
    return listening.closeFuture();
  }

  private void begin() {
    listening.pipeline().addFirst(this);
    listening.eventLoop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    somebodyCame = true;
    ctx.fireChannelRead(message);
  }

  /** Epoll accepts one connection a turn, so only a pause says that the queue is empty. */
  private void look() {
    looks++;
    if (somebodyCame && looks < LOOKS) {
      somebodyCame = false;
      listening.eventLoop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      listening.close();
    }
  }
}
