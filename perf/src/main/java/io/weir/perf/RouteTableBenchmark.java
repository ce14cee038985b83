package io.weir.perf;

import io.netty.channel.DefaultEventLoop;
import io.vertx.core.Vertx;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.Listener;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.VirtualHost;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Target;
import io.weir.proxy.route.Match;
import io.weir.proxy.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find the route of a request among few routes and among many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteTableBenchmark {
  private static final Span NOWHERE = new Span(new Source("benchmark", ""), 0, 0);

  /** How many routes, or hosts, there are; a request cycles through 64 of them. */
  @Param({"10", "10000"})
  int size;

  private final Vertx vertx = Vertx.vertx();
  private final DefaultEventLoop eventLoop = new DefaultEventLoop();
  private RouteTable routes = RouteTable.compile(List.of());
  private RouteTable hosts = RouteTable.compile(List.of());
  private final List<Exchange> toRoutes = new ArrayList<>();
  private final List<Exchange> toHosts = new ArrayList<>();
  private int next;

  /** Makes the tables and the requests. */
  @Setup
  public void prepare() {
    var mixed = new ArrayList<Route>();
    var blocks = new ArrayList<VirtualHost>();
    for (int i = 0; i < size; i++) {
      mixed.add(mixed(i));
      blocks.add(new VirtualHost(List.of(host(i)), List.of(route(List.of(), true)), NOWHERE));
    }
    routes =
        RouteTable.compile(
            List.of(new VirtualHost(List.of(new HostPattern.Any()), mixed, NOWHERE)));
    hosts = RouteTable.compile(blocks);
    var loop = new Loop(0, eventLoop, vertx.getOrCreateContext(), 1);
    for (int k = 0; k < 64; k++) {
      int i = (int) ((long) k * size / 64);
      toRoutes.add(exchange(loop, "shop.example.com", path(i)));
      toHosts.add(exchange(loop, "a.site" + i + ".example.com", "/"));
    }
  }

  /** Stops what the loop was made of. */
  @TearDown
  public void stop() {
    eventLoop.shutdownGracefully();
    vertx.close();
  }

  /** Exact paths, prefixes, captures and globs in one host, in turn. */
  @Benchmark
  public Match amongRoutes() {
    return routes.route(toRoutes.get(next++ & 63));
  }

  /** Exact and wildcard names, in turn. */
  @Benchmark
  public Match amongHosts() {
    return hosts.route(toHosts.get(next++ & 63));
  }

  private static HostPattern host(int i) {
    return i % 2 == 0
        ? new HostPattern.Exact("a.site" + i + ".example.com")
        : new HostPattern.Wildcard(".site" + i + ".example.com");
  }

  private static Route mixed(int i) {
    var literal = new Segment.Literal("service" + i);
    return switch (i % 4) {
      case 0 -> route(List.of(literal, new Segment.Literal("status")), false);
      case 1 -> route(List.of(literal), true);
      case 2 ->
          route(List.of(literal, new Segment.Capture("id"), new Segment.Literal("edit")), false);
      default -> route(List.of(new Segment.Glob("image" + i + "-*.png")), false);
    };
  }

  private static String path(int i) {
    return switch (i % 4) {
      case 0 -> "/service" + i + "/status";
      case 1 -> "/service" + i + "/a/b/c.html";
      case 2 -> "/service" + i + "/4711/edit";
      default -> "/image" + i + "-large.png";
    };
  }

  private static Route route(List<Segment> segments, boolean rest) {
    return new Route(
        "benchmark",
        new PathPattern("", segments, rest),
        Optional.empty(),
        new Terminal.Respond(200, ""),
        RouteSettings.DEFAULT,
        List.of(),
        NOWHERE);
  }

  private static Exchange exchange(Loop loop, String host, String path) {
    var listener = new Listener(new Endpoint("", 80), false, ClientLimits.DEFAULT, NOWHERE);
    var client = new Client(new byte[] {127, 0, 0, 1}, "127.0.0.1", 5000, 80, false, listener);
    var bytes = Octets.of(host + path);
    var target = new Target(bytes, 0, host.length(), -1, host.length(), bytes.length, bytes.length);
    var head =
        new RequestHead(
            Octets.of("GET"), Method.GET, 3, target, 1, FieldLines.NONE, 0, true, false, false);
    return new Exchange(loop, client, head, 0, BodySource.NONE, _ -> {});
  }
}
