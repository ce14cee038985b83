package io.weir.proxy.limit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.weir.proxy.exchange.Loop;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The Redis that several Weirs keep their shared limits in: for each loop a connection of its own,
 * opened when it is first needed. Lettuce's two threads read and write; nobody waits for them.
 */
final class Redis implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final int MOST_IN_FLIGHT = 10_000;

  /** What Redis runs, {@code take.lua}. */
  static final byte[] SCRIPT = script();

  private final RedisAddress address;
  private final ClientResources resources;
  private final RedisClient client;
  private final AtomicReferenceArray<RedisLink> links;
  private final LongAdder answered = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private volatile boolean isClosed;

  Redis(RedisAddress address, int loops) {
    this.address = address;
    this.links = new AtomicReferenceArray<>(loops);
    this.resources =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    this.client = RedisClient.create(resources, address.uri());
    client.setOptions(options());
  }

  private ClientOptions options() {
    var options =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .protocolVersion(ProtocolVersion.RESP2)
            .requestQueueSize(MOST_IN_FLIGHT)
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).tcpNoDelay(true).build())
            .timeoutOptions(TimeoutOptions.create());
    address
        .authorities()
        .ifPresent(file ->
            options.sslOptions(
                SslOptions.builder().jdkSslProvider().trustManager(new File(file)).build()));
    return options.build();
  }

  RedisAddress address() {
    return address;
  }

  RedisClient client() {
    return client;
  }

  /** The link of a loop; on that loop. */
  RedisLink link(Loop loop) {
    var link = links.get(loop.index());
    if (link == null) {
      link = new RedisLink(this, loop);
      links.set(loop.index(), link);
    }
    return link;
  }

  void count(boolean isAnswered, int requests) {
    (isAnswered ? answered : unanswered).add(requests);
  }

  long answered() {
    return answered.sum();
  }

  long unanswered() {
    return unanswered.sum();
  }

  /** How many loops can ask Redis now. */
  long linksUp() {
    long up = 0;
    for (int i = 0; i < links.length(); i++) {
      var link = links.get(i);
      up += link != null && link.isUp() ? 1 : 0;
    }
    return up;
  }

  /** Whether nobody asks here any more. */
  boolean isClosed() {
    return isClosed;
  }

  @Override
  public void close() {
    isClosed = true;
    client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((_, _) -> resources.shutdown());
  }

  private static byte[] script() {
    try (var in = Redis.class.getResourceAsStream("take.lua")) {
      if (in == null) {
        throw new IllegalStateException("found no 'take.lua' beside " + Redis.class);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
