package io.weir.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastCallTest {
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final AtomicInteger accepted = new AtomicInteger();

  @AfterEach
  void stop() {
    loop.shutdownGracefully();
  }

  @Test
  void acceptsAllThatWaitInTheQueueBeforeTheSocketCloses() throws IOException {
    var listening = listen();
    var held = new CountDownLatch(1);
    var waiting = new ArrayList<Socket>();

    loop.execute(() -> await(held));
    for (int i = 0; i < 100; i++) {
      waiting.add(connect(listening));
    }
    var closed = LastCall.on(listening);
    held.countDown();
    closed.syncUninterruptibly();

    assertThat(accepted).hasValue(100);
    for (var socket : waiting) {
      socket.close();
    }
  }

  @Test
  void closesASocketThatNobodyComesTo() {
    var listening = listen();

    LastCall.on(listening).syncUninterruptibly();

    assertThatThrownBy(() -> connect(listening)).isInstanceOf(IOException.class);
  }

  @Test
  void staysOpenAsLongAsSomebodyComes() throws IOException {
    var listening = listen();
    long until = System.nanoTime() + Duration.ofMillis(100).toNanos();

    LastCall.on(listening);
    int came = 0;
    while (System.nanoTime() < until) {
      connect(listening).close();
      came++;
    }
    listening.closeFuture().syncUninterruptibly();

    assertThat(accepted).hasValue(came);
  }

  private Channel listen() {
    return new ServerBootstrap()
        .group(loop)
        .channel(EpollServerSocketChannel.class)
        .childHandler(counting())
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .syncUninterruptibly()
        .channel();
  }

  private ChannelHandler counting() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        accepted.incrementAndGet();
      }
    };
  }

  private static Socket connect(Channel listening) throws IOException {
    var at = (InetSocketAddress) listening.localAddress();
    return new Socket(at.getAddress(), at.getPort());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
