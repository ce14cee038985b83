package io.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectRaceTest {
  private static final InetAddress FOUR = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress OTHER_FOUR = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress SIX = InetAddress.ofLiteral("::1");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @SuppressWarnings("NullAway") // nothing here asks for the Vert.x context
  private final Loop loop = new Loop(0, group.next(), null, 1);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : opened) {
      one.close();
    }
    group.shutdownGracefully().await();
  }

  @Test
  void goesOnWithTheNextAddressWhenOneRefuses() throws Exception {
    var server = listen(new InetSocketAddress(SIX, 0), 10);

    var taken = connect(server.getLocalPort(), LONG, FOUR, OTHER_FOUR, SIX).join();

    assertThat(taken).isEqualTo(SIX);
  }

  @Test
  void goesOnWithTheNextAddressWhileOneIsSilent() throws Exception {
    var silent = silent();
    var server = listen(new InetSocketAddress(SIX, silent.getLocalPort()), 10);

    var taken = connect(server.getLocalPort(), LONG, FOUR, SIX).join();

    assertThat(taken).isEqualTo(SIX);
  }

  @Test
  void triesEveryAddressInTimeHoweverShortItIs() throws Exception {
    var silent = silent();
    var server = listen(new InetSocketAddress(SIX, silent.getLocalPort()), 10);

    var taken = connect(server.getLocalPort(), Duration.ofMillis(200), FOUR, SIX).join();

    assertThat(taken).isEqualTo(SIX);
  }

  @Test
  void tellsOneFailureWhenAllRefuse() throws Exception {
    var server = listen(new InetSocketAddress(FOUR, 0), 1);
    int port = server.getLocalPort();
    server.close();

    var failure = failure(new Race(port, _ -> Future.succeededFuture(List.of(FOUR, SIX))), LONG);

    assertThat(failure.why()).isEqualTo(Cause.CONNECT_REFUSED);
    assertThat(failure).hasMessageContaining("at any of 2 addresses");
  }

  @Test
  void givesUpWhenTheTimeIsOverForAllTogether() throws Exception {
    int port = silent().getLocalPort();
    var race = new Race(port, _ -> Future.succeededFuture(List.of(FOUR)));

    var failure = failure(race, Duration.ofMillis(100));

    assertThat(failure.why()).isEqualTo(Cause.CONNECT_TIMEOUT);
  }

  @Test
  void givesUpWhenNoAddressIsFoundInTime() {
    var never = Promise.<List<InetAddress>>promise();

    var failure = failure(new Race(1, _ -> never.future()), Duration.ofMillis(50));
    never.complete(List.of(FOUR));

    assertThat(failure.why()).isEqualTo(Cause.UNRESOLVED);
    assertThat(failure).hasMessageContaining("within 50 ms");
  }

  @Test
  void beginsWithTheFamilyThatWorkedLast() throws Exception {
    var server = listen(new InetSocketAddress(SIX, 0), 10);
    var race = new Race(server.getLocalPort(), _ -> Future.succeededFuture(List.of(FOUR, SIX)));
    race.run(LONG).join();
    assertThat(race.endpoint.prefersIpv6()).isTrue();
    listen(new InetSocketAddress(FOUR, server.getLocalPort()), 10);

    var taken = race.run(LONG).join();

    assertThat(taken).isEqualTo(SIX);
  }

  private CompletableFuture<InetAddress> connect(int port, Duration time, InetAddress... found) {
    return new Race(port, _ -> Future.succeededFuture(List.of(found))).run(time);
  }

  private static ProxyFailure failure(Race race, Duration time) {
    return (ProxyFailure) race.run(time).handle((_, thrown) -> thrown).join();
  }

  private ServerSocket listen(InetSocketAddress at, int backlog) throws IOException {
    var server = new ServerSocket();
    opened.add(server);
    server.bind(at, backlog);
    return server;
  }

  /** A port whose queue is full: the kernel answers no more connections. */
  private ServerSocket silent() throws IOException {
    var server = listen(new InetSocketAddress(FOUR, 0), 1);
    while (true) {
      var client = new Socket();
      opened.add(client);
      try {
        client.connect(server.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException _) {
        return server;
      }
    }
  }

  /** One server, connected to again and again. */
  private final class Race {
    private final Upstreams upstreams;
    private final Endpoint endpoint;
    private final AtomicInteger told = new AtomicInteger();

    Race(int port, java.util.function.Function<String, Future<List<InetAddress>>> resolver) {
      upstreams =
          new Upstreams(List.of(loop), NioSocketChannel::new, resolver, UpstreamObserver.NONE);
      endpoint =
          new Endpoint("p", new io.weir.dsl.model.Endpoint("app.internal", port), List.of(loop));
    }

    /** The address connected to. */
    CompletableFuture<InetAddress> run(Duration time) {
      var done = new CompletableFuture<InetAddress>();
      var taker =
          new Connector.Taker() {
            @Override
            public void connected(UpstreamConnection connection, long nanos) {
              var at = (InetSocketAddress) connection.channel().remoteAddress();
              connection.close();
              done.complete(at.getAddress());
            }

            @Override
            public void notConnected(ProxyFailure why) {
              assertThat(told.incrementAndGet()).isEqualTo(1);
              done.completeExceptionally(why);
            }
          };
      loop.execute(
          () -> new Connector(upstreams).connect(endpoint, loop, false, false, time, taker));
      return done;
    }
  }
}
