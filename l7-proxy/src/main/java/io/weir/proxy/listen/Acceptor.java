package io.weir.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import io.weir.dsl.model.Listener;
import io.weir.proxy.address.AddressMatcher;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.ProxyHeader;
import io.weir.proxy.http1.Http1Loop;
import io.weir.proxy.http1.ServerConnection;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** Sets up the connections that come in at one place, on any loop. */
final class Acceptor {
  private final Entrance entrance;
  private volatile Serving serving;

  /**
   * How connections are served.
   *
   * @param proxies the peers that must begin with a PROXY header
   */
  record Serving(Listener listener, AddressMatcher proxies) {}

  Acceptor(Serving serving, Entrance entrance) {
    this.serving = serving;
    this.entrance = entrance;
  }

  /** Serves new connections in this way from now on. */
  void serve(Serving now) {
    serving = now;
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
      var now = serving;
      var address = peer.getAddress().getAddress();
      var client =
          new Client(
              address,
              NetUtil.toAddressString(peer.getAddress()),
              peer.getPort(),
              local.getPort(),
              false,
              now.listener);
      if (now.proxies.contains(address)) {
        Consumer<ProxyHeader> next = header -> admit(channel, loop, named(header, client));
        channel.pipeline().addLast(new ProxyHeaderHandler(loop, client, next));
      } else {
        serve(channel, loop, client);
      }
    } else {
      // Reset before it was accepted.
      channel.close();
    }
  }

  /** Whether a peer speaks for others. */
  boolean isProxy(byte[] address) {
    return serving.proxies.contains(address);
  }

  /** Serves the client that a header names, unless that has as many connections as it may. */
  private void admit(Channel channel, Http1Loop loop, Client client) {
    if (entrance.countsClients()) {
      long key = ClientKey.of(client.address());
      if (!entrance.enter(key)) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
        return;
      }
      channel.closeFuture().addListener(_ -> entrance.leave(key));
    }
    serve(channel, loop, client);
  }

  /** Serves a connection, now that it is known whose it is. */
  private static void serve(Channel channel, Http1Loop loop, Client client) {
    channel.pipeline().addLast(new ServerConnection(loop, client));
  }

  /** The client that a header names; the peer itself if it names none. */
  private static Client named(ProxyHeader header, Client peer) {
    boolean isSecure = header.tls().filter(ProxyHeader.Tls::isSecure).isPresent();
    var from = header.route().map(route -> ParsedAddress.of(route.source()));
    return new Client(
        from.map(ParsedAddress::bytes).orElse(peer.address()),
        from.map(ParsedAddress::text).orElse(peer.addressText()),
        header.route().map(ProxyHeader.Route::sourcePort).orElse(peer.peerPort()),
        header.route().map(ProxyHeader.Route::destinationPort).orElse(peer.localPort()),
        isSecure,
        peer.listener(),
        Optional.of(header));
  }
}
