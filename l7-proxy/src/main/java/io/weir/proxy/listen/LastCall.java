package io.weir.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import java.util.concurrent.TimeUnit;

/**
 * Closes a listening socket behind the last connection that waits in its queue: when it closes, the
 * kernel resets all that have not been accepted, and with them requests that clients believe to be
 * on their way. One for each socket, on its loop.
 */
final class LastCall extends ChannelInboundHandlerAdapter {
  private static final long NOBODY_COMES_MILLIS = 20;

  private LastCall() {}

  /** Done when the socket is closed. May be called by any thread. */
  static ChannelFuture on(Channel listening) {
    listening.eventLoop().execute(() -> begin(listening));
    return listening.closeFuture();
  }

  private static void begin(Channel listening) {
    if (listening.config().getRecvByteBufAllocator()
        instanceof MaxMessagesRecvByteBufAllocator at) {
      // One read takes the whole queue, so that it is empty when the read is complete.
      at.maxMessagesPerRead(Listeners.BACKLOG);
    }
    listening.pipeline().addLast(new LastCall());
    listening
        .eventLoop()
        .schedule(() -> listening.close(), NOBODY_COMES_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.close();
  }
}
