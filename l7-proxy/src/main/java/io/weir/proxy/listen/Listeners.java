package io.weir.proxy.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.UnixChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Listener;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.http1.Http1Loop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets that clients connect to. Every loop has a socket of its own for each place, all on
 * one port (SO_REUSEPORT), so that a connection is accepted by the thread that will serve it.
 * Changed by one thread at a time.
 */
public final class Listeners {
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(32 << 10, 64 << 10);
  private static final int BACKLOG = 4096;

  // One for all connections: each would otherwise have one of its own, idle or not.
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(1024, 2048, 64 << 10);

  private final List<Http1Loop> loops;
  private final ChannelFactory<? extends ServerChannel> channels;
  private final Map<Endpoint, Open> open = new HashMap<>();
  private final Map<Endpoint, Entrance> entrances = new ConcurrentHashMap<>();
  private final Descriptors descriptors = new Descriptors();

  /** What is listened on at one place. */
  private static final class Open {
    private final List<Channel> sockets = new ArrayList<>();
    private final Acceptor acceptor;
    private final Entrance entrance;

    Open(Acceptor acceptor, Entrance entrance) {
      this.acceptor = acceptor;
      this.entrance = entrance;
    }
  }

  public Listeners(List<Http1Loop> loops, ChannelFactory<? extends ServerChannel> channels) {
    this.loops = List.copyOf(loops);
    this.channels = channels;
  }

  /**
   * Listens where these say too; who a client is, is looked up where the lookup says. If one socket
   * cannot be opened, those opened so far are closed, and the future fails with a {@link
   * ListenFailure}; nothing else has changed.
   */
  public Future<Void> open(List<Listener> wanted, ClientLookup lookup) {
    var added = wanted.stream().filter(listener -> !open.containsKey(listener.at())).toList();
    Future<Void> opened = Future.succeededFuture();
    for (var listener : added) {
      opened = opened.compose(_ -> open(listener, lookup));
    }
    return opened.recover(thrown -> {
      added.forEach(listener -> close(listener.at()));
      return Future.failedFuture(thrown);
    });
  }

  /** Serves these as they now are, and listens nowhere else; all of them must be open. */
  public void settle(List<Listener> wanted, ClientLookup lookup) {
    for (var listener : wanted) {
      var place = of(listener.at());
      place.acceptor.serve(serving(listener, lookup));
      place.entrance.serve(listener.intake());
    }
    var places = wanted.stream().map(Listener::at).toList();
    for (var at : List.copyOf(open.keySet())) {
      if (!places.contains(at)) {
        close(at);
      }
    }
    entrances
        .entrySet()
        .removeIf(it -> !open.containsKey(it.getKey()) && it.getValue().open() == 0);
  }

  /** Accepts no more connections; those there are stay. Done when every socket is closed. */
  public Future<Void> closeAll() {
    var closing = List.copyOf(open.keySet()).stream().map(this::close).toList();
    return Future.join(closing).mapEmpty();
  }

  /** The port that is listened on at a place, which may have asked for any free one. */
  public int port(Endpoint at) {
    return ((InetSocketAddress) of(at).sockets.getFirst().localAddress()).getPort();
  }

  /** The places there are or were, which count on for the metrics. Any thread may ask. */
  public Map<Endpoint, Entrance> entrances() {
    return Map.copyOf(entrances);
  }

  /** The descriptors that all of them share. */
  public Descriptors descriptors() {
    return descriptors;
  }

  private Open of(Endpoint at) {
    var found = open.get(at);
    if (found == null) {
      throw new IllegalArgumentException("found nothing that listens on '" + at + "'");
    }
    return found;
  }

  private static Acceptor.Serving serving(Listener listener, ClientLookup lookup) {
    return new Acceptor.Serving(listener, lookup.set(listener.proxyProtocol()));
  }

  private Future<Void> open(Listener listener, ClientLookup lookup) {
    var entrance = entrances.computeIfAbsent(listener.at(), _ -> new Entrance(descriptors));
    entrance.serve(listener.intake());
    var opening = new Open(new Acceptor(serving(listener, lookup), entrance), entrance);
    Future<Void> done;
    try {
      done = bindAll(opening, address(listener.at()));
    } catch (UnknownHostException e) {
      done = Future.failedFuture(e);
    }
    open.put(listener.at(), opening);
    return done.recover(thrown -> Future.failedFuture(new ListenFailure(listener, thrown)));
  }

  private Future<Void> bindAll(Open opening, InetSocketAddress at) {
    if (loops.size() == 1) {
      return bind(loops.getFirst(), opening, at, false).mapEmpty();
    }
    // Another process that shares ports would not be noticed, and take part of the connections: so
    // the first socket asks for the port for itself, and gives it up once it has it.
    return bind(loops.getFirst(), new Open(opening.acceptor, opening.entrance), at, false)
        .compose(probe -> {
          var local = (InetSocketAddress) probe.localAddress();
          return future(probe.close()).map(_ -> local);
        })
        .compose(local -> {
          Future<?> bound = Future.succeededFuture();
          for (var loop : loops) {
            bound = bound.compose(_ -> bind(loop, opening, local, true));
          }
          return bound.mapEmpty();
        });
  }

  private Future<Channel> bind(Http1Loop loop, Open opening, InetSocketAddress at, boolean shared) {
    var bootstrap =
        new ServerBootstrap()
            .group(loop.loop().eventLoop())
            .channelFactory(channels)
            .handler(new Gate(opening.entrance, loop, opening.acceptor::isProxy))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            // TCP_NODELAY is Netty's default; to set it again is a system call for nothing.
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
            .childHandler(opening.acceptor.on(loop));
    if (shared) {
      bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
    }
    var binding = bootstrap.bind(at);
    return future(binding)
        .map(_ -> {
          opening.sockets.add(binding.channel());
          return binding.channel();
        });
  }

  private Future<Void> close(Endpoint at) {
    var closing = open.remove(at);
    if (closing == null) {
      return Future.succeededFuture();
    }
    var closed = closing.sockets.stream().map(socket -> future(LastCall.on(socket))).toList();
    return Future.join(closed).mapEmpty();
  }

  private static InetSocketAddress address(Endpoint at) throws UnknownHostException {
    return at.host().isEmpty()
        ? new InetSocketAddress(at.port())
        : new InetSocketAddress(InetAddress.getByName(at.host()), at.port());
  }

  private static Future<Void> future(ChannelFuture netty) {
    var promise = Promise.<Void>promise();
    netty.addListener(done -> {
      if (done.isSuccess()) {
        promise.complete();
      } else {
        promise.fail(done.cause());
      }
    });
    return promise.future();
  }
}
