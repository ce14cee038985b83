package io.weir.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;

/**
 * The kernel's epoll as Vert.x uses it, with {@link SteadyPolling} in its loops. Wherever there is
 * no epoll the transport is the one that Vert.x picks.
 */
public final class SteadyTransport implements io.vertx.core.spi.transport.Transport {
  private final io.vertx.core.spi.transport.Transport epoll;

  private SteadyTransport(io.vertx.core.spi.transport.Transport epoll) {
    this.epoll = epoll;
  }

  /** The transport for this machine. */
  public static Transport pick() {
    var epoll = Transport.EPOLL;
    if (epoll == null || !epoll.available()) {
      var other = Transport.nativeTransport();
      return other == null ? Transport.NIO : other;
    }
    return new Named(epoll, new SteadyTransport(epoll.implementation()));
  }

  private record Named(Transport epoll, SteadyTransport implementation) implements Transport {
    @Override
    public String name() {
      return epoll.name();
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public Throwable unavailabilityCause() {
      return epoll.unavailabilityCause();
    }
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    var polling = epoll.ioHandlerFactory();
    return executor -> new SteadyPolling(polling.newHandler(executor));
  }

  @Override
  public boolean supportsDomainSockets() {
    return epoll.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return epoll.supportFileRegion();
  }

  @Override
  public java.net.SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return epoll.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(java.net.SocketAddress address) {
    return epoll.convert(address);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface demands it
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return epoll.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return epoll.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return epoll.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return epoll.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(
      DatagramChannel channel, io.vertx.core.datagram.DatagramSocketOptions options) {
    epoll.configure(channel, options);
  }

  @Override
  public void configure(
      TcpConfig config, boolean domainSocket, io.netty.bootstrap.Bootstrap bootstrap) {
    epoll.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(
      TcpConfig config, boolean domainSocket, io.netty.bootstrap.ServerBootstrap bootstrap) {
    epoll.configure(config, domainSocket, bootstrap);
  }
}
