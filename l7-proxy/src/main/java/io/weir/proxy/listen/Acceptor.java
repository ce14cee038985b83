package io.weir.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.util.NetUtil;
import io.weir.dsl.model.Listener;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.http1.Http1Loop;
import io.weir.proxy.http1.ServerConnection;
import java.net.InetSocketAddress;

/** Sets up the connections that come in at one place, on any loop. */
final class Acceptor {
  private volatile Listener listener;

  Acceptor(Listener listener) {
    this.listener = listener;
  }

  /** Serves new connections as the listener says from now on. */
  void serve(Listener now) {
    listener = now;
  }

  /** What sets up connections that one loop accepts. */
  ChannelHandler on(Http1Loop loop) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        setUp(channel, loop);
      }
    };
  }

  private void setUp(Channel channel, Http1Loop loop) {
    if (channel.remoteAddress() instanceof InetSocketAddress peer
        && channel.localAddress() instanceof InetSocketAddress local) {
      // Java has folded an IPv4-mapped address into an IPv4 one already.
      var address = peer.getAddress().getAddress();
      var client =
          new Client(
              address,
              NetUtil.toAddressString(peer.getAddress()),
              peer.getPort(),
              local.getPort(),
              false,
              listener);
      channel.pipeline().addLast(new ServerConnection(loop, client));
    } else {
      // Reset before it was accepted.
      channel.close();
    }
  }
}
