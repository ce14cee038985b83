package io.weir.proxy.log;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Listener;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Target;
import java.util.List;
import java.util.Optional;

/** Makes exchanges as the HTTP/1 side does, each with the request line and fields given. */
public final class SampleExchange implements AutoCloseable {
  public static final Span SPAN = new Span(new Source("test.weir", ""), 0, 0);

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Vertx vertx = Vertx.vertx();
  private final EventLoop eventLoop = new DefaultEventLoop();
  private final FieldLinesBuilder fields = new FieldLinesBuilder();
  private String target = "/";

  /** A loop of this number. */
  public Loop loop(int index) {
    return new Loop(index, eventLoop, vertx.getOrCreateContext(), 42);
  }

  public Client client() {
    var listener = new Listener(new Endpoint("", 80), false, ClientLimits.DEFAULT, SPAN);
    return new Client(LOOPBACK, "127.0.0.1", 50000, 80, false, listener);
  }

  /** The request target of exchanges made from now on, as octets of ISO 8859-1. */
  public SampleExchange target(String octets) {
    target = octets;
    return this;
  }

  /** Adds a field to exchanges made from now on. */
  public SampleExchange field(String name, String value) {
    fields.add(name, value);
    return this;
  }

  /** A GET on the loop, with everything noted that a proxied request notes. */
  public Exchange proxied(Loop loop) {
    var exchange = bare(loop);
    exchange.route(route("shop"), 0, new int[0]);
    exchange.sentTo("web", "10.0.0.11:8080");
    exchange.status(200);
    exchange.traffic().send(1024);
    var timeline = exchange.timeline();
    timeline.started = 1_000_000_000L;
    timeline.headRead = 1_000_120_000L;
    timeline.connected = 1_001_500_000L;
    timeline.firstByte = 1_020_000_999L;
    timeline.ended = 2_250_000_000L;
    return exchange;
  }

  /** A GET on the loop with nothing noted. */
  public Exchange bare(Loop loop) {
    var requestLine = Octets.of("GET " + target + " HTTP/1.1\r\n");
    var normalized = Octets.of("shop.example.com/normalized");
    var head =
        new RequestHead(
            requestLine,
            Method.GET,
            3,
            new Target(normalized, 0, 16, -1, 16, 27, 27),
            1,
            fields.build(),
            0,
            true,
            false,
            false);
    return new Exchange(loop, client(), head, 1, new NoBody(), _ -> {});
  }

  public static Route route(String name) {
    return new Route(
        name,
        new PathPattern("/**", List.of(), true),
        Optional.empty(),
        new Terminal.Respond(200, ""),
        RouteSettings.DEFAULT,
        List.of(),
        SPAN);
  }

  @Override
  public void close() {
    vertx.close().await();
    eventLoop.shutdownGracefully();
  }

  private static final class NoBody implements BodySource {
    @Override
    public void start(BodySink sink) {
      throw new IllegalStateException("found a start; expected no one to ask for the body");
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }
}
