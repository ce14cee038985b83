package io.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.weir.proxy.exchange.Loop;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;

class UpstreamConnectionTest {
  @Test
  void aReadBeforeTheSocketIsConnectedDoesNotEndTheAttempt() {
    var events = new DefaultEventLoop();
    var shared = new UpstreamLoop(new Loop(0, events, null, 1), EmbeddedChannel::new, null);
    var channel = new EmbeddedChannel(new UpstreamConnection(null, shared));

    channel.pipeline().fireExceptionCaught(new NotYetConnectedException());

    assertThat(channel.isOpen()).isTrue();
  }
}
