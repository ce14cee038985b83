package io.weir.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.http1.HeadBuffer;
import io.weir.proxy.http1.ResponseParser;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the upstream connections of one loop share. */
final class UpstreamLoop {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamLoop.class);

  // A head and 64 KiB of content in one read: with Netty's 64 KiB at most it takes two, and each
  // read is a write to the client too. Measured at 0.8 of the CPU.
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(1024, 4096, 256 << 10);

  private final Loop loop;
  private final ResponseParser responses = new ResponseParser();
  private final HeadBuffer head = new HeadBuffer();
  private final UpstreamObserver observer;
  private final Bootstrap bootstrap;

  UpstreamLoop(Loop loop, ChannelFactory<? extends Channel> channels, UpstreamObserver observer) {
    this.loop = loop;
    this.observer = observer;
    this.bootstrap =
        new Bootstrap()
            .group(loop.eventLoop())
            .channelFactory(channels)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.AUTO_CLOSE, false);
  }

  Loop loop() {
    return loop;
  }

  ResponseParser responses() {
    return responses;
  }

  HeadBuffer head() {
    return head;
  }

  /** For a connection of its own: to be cloned. */
  Bootstrap bootstrap() {
    return bootstrap;
  }

  /** A connection to the server is gone. */
  void disconnected(Endpoint endpoint) {
    observer.disconnected(loop.index(), endpoint.number());
  }

  /** Whether this is a read of a socket that is still connecting, which says nothing. */
  static boolean isTooEarly(Throwable thrown) {
    // Netty's epoll reads such a socket now and then when connecting takes long (netty#10411). What
    // becomes of the connection, the future of the connect says.
    return thrown instanceof NotYetConnectedException;
  }

  /** Something that is a defect of ours, not an outcome of the wire. */
  void unexpected(Throwable thrown) {
    LOG.error("an upstream connection broke on a defect", thrown);
  }
}
