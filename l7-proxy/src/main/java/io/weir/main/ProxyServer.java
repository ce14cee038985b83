package io.weir.main;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.weir.dsl.Reading;
import io.weir.dsl.model.Director;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Listener;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.proxy.auth.AuthStore;
import io.weir.proxy.cache.Caches;
import io.weir.proxy.config.ClientFiles;
import io.weir.proxy.config.Dispatcher;
import io.weir.proxy.config.Kept;
import io.weir.proxy.config.Snapshot;
import io.weir.proxy.config.SnapshotCompiler;
import io.weir.proxy.config.Unavailable;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.http1.Http1Loop;
import io.weir.proxy.http1.ServerConnections;
import io.weir.proxy.limit.InFlightLimits;
import io.weir.proxy.limit.RateLimits;
import io.weir.proxy.listen.ListenFailure;
import io.weir.proxy.listen.Listeners;
import io.weir.proxy.listen.Loops;
import io.weir.proxy.listen.SteadyTransport;
import io.weir.proxy.log.AccessLog;
import io.weir.proxy.metric.Metrics;
import io.weir.proxy.overload.Shedder;
import io.weir.proxy.upstream.Occupancy;
import io.weir.proxy.upstream.Upstreams;
import io.weir.proxy.watch.FileWatch;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy: the wiring of every part. All methods block, may be called by any thread but an
 * event loop, and take turns.
 */
public final class ProxyServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

  private final Vertx vertx;
  private final List<Loop> loops;
  private final Metrics metrics;
  private final Recorder recorder;
  private final Upstreams upstreams;
  private final RateLimits limits;
  private final InFlightLimits inFlight;
  private final AuthStore auth = AuthStore.running();
  private final Caches caches;
  private final SnapshotCompiler compiler;
  private final ClientFiles files = new ClientFiles();
  private final FileWatch watch = new FileWatch(files.kinds(), FileWatch.PERIOD);
  private final Shedder shedder;
  private volatile @Nullable Running running;

  /** What there is once the first configuration is in force. */
  private record Running(Dispatcher dispatcher, ClientConnections clients, Listeners listeners) {}

  private ProxyServer(Vertx vertx, List<Loop> loops) {
    var internal = (VertxInternal) vertx;
    this.vertx = vertx;
    this.loops = loops;
    this.metrics = new Metrics(loops.size());
    this.recorder = new Recorder(metrics);
    this.upstreams =
        new Upstreams(
            loops, internal.transport().channelFactory(false), HostNames.of(internal), recorder);
    this.limits = new RateLimits(loops, System::nanoTime);
    this.inFlight = new InFlightLimits(loops.size());
    this.caches = new Caches(loops.size());
    this.shedder = new Shedder(loops.size());
    var id = new byte[4];
    new SecureRandom().nextBytes(id);
    this.compiler =
        new SnapshotCompiler(
            upstreams,
            new Kept(limits, inFlight, caches, files, auth),
            HexFormat.of().formatHex(id),
            loops.size());
    LimitMetrics.show(metrics, limits, inFlight);
    CodingMetrics.show(metrics, compiler.coders());
    CacheMetrics.show(metrics, caches);
    metrics.counter("weir_log_dropped", "Access log lines dropped.", recorder::logDropped);
    metrics.counter("weir_log_errors", "Access log operations that failed.", recorder::logErrors);
    FileMetrics.show(metrics, files, auth);
    metrics.gauge("weir_config_generation", "Configurations put in force.", this::generation);
  }

  /**
   * Starts the event loops; nothing is listened on before {@link #apply}.
   *
   * @param loopCount how many
   */
  public static ProxyServer start(int loopCount) {
    var options =
        new VertxOptions()
            .setEventLoopPoolSize(loopCount)
            .setAddressResolverOptions(HostNames.options())
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    var vertx = Vertx.builder().with(options).withTransport(SteadyTransport.pick()).build();
    return new ProxyServer(vertx, await(Loops.deploy(vertx, loopCount)));
  }

  /** The loops that are as many as the machine has processors, or as the property says. */
  public static int defaultLoops() {
    return Integer.getInteger("weir.loops", Runtime.getRuntime().availableProcessors());
  }

  /** Puts a configuration in force, if it can be: as a whole, or not at all. */
  public Outcome apply(Reading reading) {
    return switch (runnable(reading)) {
      case Reading.Rejected(var errors) -> new Outcome.Rejected(errors);
      case Reading.Accepted checked -> apply(checked);
    };
  }

  /** A reading, held against everything that is known without opening a port: is it to run? */
  Reading runnable(Reading reading) {
    var checked = ConfigFile.runnable(reading, files);
    if (checked instanceof Reading.Rejected) {
      forgetUnusedFiles();
    }
    return checked;
  }

  /** The same with what {@link #runnable} let pass. */
  synchronized Outcome apply(Reading.Accepted checked) {
    if (running != null && running.dispatcher.isDraining()) {
      // It would listen again, and the connections that it got would be cut off.
      var at = place(checked.config());
      return new Outcome.Failed(
          Diagnostic.of(Code.UNAVAILABLE, at, "this Weir is stopping; nothing changes any more"));
    }
    try {
      return new Outcome.InForce(putInForce(checked.config()), checked.warnings());
    } catch (Unavailable e) {
      forgetUnusedFiles();
      return new Outcome.Failed(e.diagnostic());
    } catch (IOException e) {
      forgetUnusedFiles();
      var source = place(checked.config()).source();
      var message = String.valueOf(e.getMessage());
      return new Outcome.Failed(Diagnostic.of(Code.UNAVAILABLE, new Span(source, 0, 0), message));
    }
  }

  /** The port that is listened on at a place of the configuration in force. */
  public synchronized int port(Endpoint at) {
    return running().listeners.port(at);
  }

  /** The snapshot in force. */
  public synchronized Snapshot current() {
    return running().dispatcher.current();
  }

  /** What goes on between the proxy and its servers. */
  public synchronized Occupancy occupancy() {
    return upstreams.occupancy();
  }

  /** What there is to do. Any thread, at once. */
  OwnWeight.Sources load() {
    return OwnWeight.Sources.of(loops, shedder);
  }

  /** What the metrics count. */
  Metrics metrics() {
    return metrics;
  }

  /** The caches of the configuration in force. */
  Caches caches() {
    return caches;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Whether the proxy takes new requests. */
  boolean isServing() {
    var now = running;
    return now != null && !now.dispatcher.isDraining();
  }

  /** Whether it serves, found out anew. */
  ProxyPulse pulse() {
    return new ProxyPulse(loops, this::isServing);
  }

  /** Goes on in a new access log, as after a rotation. */
  public void reopenLog() {
    var log = recorder.log();
    if (log != null) {
      log.reopen();
    }
  }

  /** Accepts nothing more, and lets each connection end with the request it is at. */
  public synchronized void drain() {
    if (running == null || running.dispatcher.isDraining()) {
      return;
    }
    var closed = running.listeners.closeAll().toCompletionStage().toCompletableFuture();
    // A loop that answers no more must not keep a second signal from being heard.
    closed.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
    // Not before: clients that are told to close would come back to a socket about to close.
    running.dispatcher.drain();
    running.clients.drain();
  }

  /** Client connections that are open. */
  public int connections() {
    var now = running;
    return now == null ? 0 : now.clients.open();
  }

  /** Client connections that are open and no tunnels. */
  public int requests() {
    var now = running;
    return now == null ? 0 : now.clients.requests();
  }

  /** Cuts off the connections that are no tunnels. */
  public void cutRequests() {
    var now = running;
    if (now != null) {
      now.clients.cutRequests();
    }
  }

  /** Stops at once. */
  @Override
  public synchronized void close() {
    drain();
    if (running != null) {
      running.clients.close();
      running.dispatcher.current().closeables().forEach(ProxyServer::closeQuietly);
    }
    upstreams.retireOthers(List.of());
    caches.close();
    watch.close();
    limits.close();
    auth.close();
    Ending.of(vertx);
    var log = recorder.log();
    if (log != null) {
      log.close();
    }
  }

  /** What a configuration that can be run begins with. */
  private static Span place(WeirConfig config) {
    return config.listeners().stream()
        .map(Listener::span)
        .findFirst()
        .or(() -> config.director().map(Director::span))
        .orElseThrow(() -> new IllegalStateException("found neither listener nor director"));
  }

  private long putInForce(WeirConfig config) throws IOException {
    var snapshot = compiler.compile(config, generation() + 1);
    AccessLog opened = null;
    try {
      opened = recorder.open(config.accessLog(), loops.size());
      if (running == null) {
        running = firstRun(snapshot);
      }
      await(running.listeners.open(config.listeners(), files.lookup(config)));
    } catch (IOException | CompletionException e) {
      snapshot.closeables().forEach(ProxyServer::closeQuietly);
      if (opened != null) {
        opened.close();
      }
      throw unavailable(e);
    }
    publish(running, snapshot, opened);
    return snapshot.generation();
  }

  /** A configuration that is not put in force leaves nothing that it had read behind. */
  private synchronized void forgetUnusedFiles() {
    if (running != null) {
      var inForce = running.dispatcher.current().config();
      files.retain(inForce);
      caches.settle(inForce.caches());
    }
  }

  private Running firstRun(Snapshot first) {
    Intakes.watch(shedder, loops, metrics);
    var dispatcher = new Dispatcher(first, recorder, shedder);
    var http1 = new ArrayList<Http1Loop>();
    for (var loop : loops) {
      http1.add(new Http1Loop(loop, dispatcher, new ServerConnections()));
    }
    var channels = ((VertxInternal) vertx).transport().serverChannelFactory(false);
    var listeners = new Listeners(http1, channels);
    Intakes.watch(listeners, metrics, vertx);
    return new Running(dispatcher, new ClientConnections(http1), listeners);
  }

  private void publish(Running now, Snapshot snapshot, @Nullable AccessLog opened) {
    var config = snapshot.config();
    upstreams.numberServers();
    var before = now.dispatcher.current();
    now.dispatcher.publish(snapshot.countedAt(metrics.routes(snapshot.routeNames())));
    now.listeners.settle(config.listeners(), files.lookup(config));
    now.clients.settle();
    upstreams.retireOthers(config.pools());
    inFlight.settle(config.limits());
    caches.settle(config.caches());
    files.retain(config);
    limits.settle(config.limits(), snapshot.limits());
    if (before.generation() != snapshot.generation()) {
      before.closeables().forEach(ProxyServer::closeQuietly);
    }
    recorder.settle(config.accessLog(), opened);
  }

  private synchronized long generation() {
    return running == null ? 0 : running.dispatcher.current().generation();
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("found no configuration in force");
    }
    return running;
  }

  private static IOException unavailable(Exception e) {
    return switch (e) {
      case IOException io -> io;
      case CompletionException _ when e.getCause() instanceof ListenFailure failure ->
          new Unavailable(String.valueOf(failure.getMessage()), failure.listener().span(), failure);
      default -> new IOException(e);
    };
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.warn("something that a former configuration used could not be closed", e);
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
