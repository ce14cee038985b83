package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gibibyte each way passes through a few megabytes. */
class LargeBodyIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static final long LARGE = 1L << 30;
  private static final long LITTLE = 32 << 20;

  @Test
  void aLargeReplyPassesInConstantMemory() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.nextRequest();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
          sendLarge(connection::send);
          connection.awaitEnd();
        });
    proxy.to(origin);
    long before = buffers();
    var client = proxy.client().get("/");
    client.readHead();

    client.skip(LARGE);

    assertThat(buffers() - before).isLessThan(LITTLE);
  }

  @Test
  void aLargeRequestPassesInConstantMemory() throws IOException {
    var origin =
        proxy.origin(connection -> {
          connection.head();
          connection.skip(LARGE);
          connection.send(FakeOrigin.ok("got it"));
          connection.awaitEnd();
        });
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\n"
            + "host * { route /** { body max unlimited; to web } }");
    long before = buffers();
    var client = proxy.client();
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + LARGE + "\r\n\r\n");

    sendLarge(client::send);

    assertThat(client.read().text()).isEqualTo("got it");
    assertThat(buffers() - before).isLessThan(LITTLE);
  }

  private interface Sending {
    void send(byte[] octets) throws IOException;
  }

  private static void sendLarge(Sending target) throws IOException {
    var part = new byte[1 << 20];
    for (long sent = 0; sent < LARGE; sent += part.length) {
      target.send(part);
    }
  }

  /**
   * Octets that Netty's allocator, of which the proxy's buffers come, holds and never gives back.
   */
  private static long buffers() {
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }
}
