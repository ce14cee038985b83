package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.proxy.config.Unavailable;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.pair.Pair;
import io.weir.vrrp.pair.PairConfig;
import io.weir.vrrp.run.RouterConfig;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.run.RouterStatus;
import io.weir.vrrp.run.VirtualRouters;
import io.weir.vrrp.track.Check;
import io.weir.vrrp.track.Trackers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The virtual routers of a service. Who has none never starts their threads, nor loads native code
 * for them. Its methods block for a moment, and take turns.
 */
final class Routers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Routers.class);

  private final Consumer<Direction> directs;
  private final Supplier<Optional<String>> proxyTrouble;
  private @Nullable VirtualRouters running;
  private @Nullable Trackers trackers;
  private @Nullable RouterEvents events;
  private @Nullable Pair pair;
  private @Nullable RouterHooks hooks;
  private @Nullable RouterFifo fifo;
  private boolean hasLeft;

  /**
   * Prepares; nothing is started before a configuration asks for it.
   *
   * @param directs told who directs
   * @param proxyTrouble what is wrong with the proxy, if anything is; asked ten times a second
   */
  Routers(Consumer<Direction> directs, Supplier<Optional<String>> proxyTrouble) {
    this.directs = directs;
    this.proxyTrouble = proxyTrouble;
  }

  /** What a configuration wants, with its secrets. */
  record Wanted(
      List<RouterConfig> routers,
      Optional<PairConfig> pair,
      Map<RouterId, RouterHooks.Hook> hooks,
      Optional<Path> fifo,
      Set<Check> checks) {
    private static final Wanted NOTHING =
        new Wanted(List.of(), Optional.empty(), Map.of(), Optional.empty(), Set.of());
  }

  /**
   * What a configuration wants, with all that can be refused done: secrets read, sockets allowed.
   *
   * @throws Unavailable if something cannot be had
   */
  synchronized Wanted prepare(Optional<Director> director) throws Unavailable {
    if (director.isEmpty() || director.get().routers().isEmpty()) {
      return Wanted.NOTHING;
    }
    var span = director.get().routers().getFirst().span();
    try {
      var wanted =
          new Wanted(
              RouterConfigs.of(director.get()),
              RouterConfigs.pair(director.get()),
              RouterConfigs.hooks(director.get()),
              director.get().fifo().map(file -> Path.of(file.path()).toAbsolutePath()),
              RouterConfigs.checks(director.get(), proxyTrouble));
      if (running == null) {
        var calls = hooks == null ? new RouterHooks() : hooks;
        hooks = calls;
        var listener = new RouterEvents(calls, directs);
        running = VirtualRouters.start(listener);
        events = listener;
      }
      if (fifo == null && wanted.fifo().isPresent()) {
        fifo = RouterFifo.open(wanted.fifo().get());
      }
      if (pair == null && wanted.pair().isPresent()) {
        pair = open(wanted.pair().get(), running);
      }
      return wanted;
    } catch (SystemCallException e) {
      throw new Unavailable(
          "cannot run virtual routers: %s; they need CAP_NET_RAW and CAP_NET_ADMIN"
              .formatted(e.description()),
          span,
          e);
    } catch (IOException e) {
      throw new Unavailable(
          "cannot run virtual routers: " + String.valueOf(e.getMessage()), span, e);
    }
  }

  private static Pair open(PairConfig wanted, VirtualRouters routers) throws IOException {
    return new Pair(wanted, () -> sources(routers), routers::leaderDied);
  }

  private static Set<InetAddress> sources(VirtualRouters routers) {
    return routers.status().stream()
        .map(RouterStatus::source)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /** These run from now on; what runs already goes on in its role. */
  synchronized void apply(Wanted wanted) {
    if (running == null || hooks == null || events == null || hasLeft) {
      return;
    }
    hooks.use(wanted.hooks());
    write(wanted, events);
    events.has(!wanted.routers().isEmpty());
    tellOfMissing(wanted.routers());
    // In this order: what is found out of what no router follows is not kept.
    running.configure(wanted.routers());
    track(wanted.checks(), running);
    var before = pair;
    if (before != null && !wanted.pair().equals(Optional.of(before.config()))) {
      before.close();
      pair = null;
      try {
        pair = wanted.pair().isPresent() ? open(wanted.pair().get(), running) : null;
      } catch (IOException e) {
        LOG.error("other directors are heard by their adverts only: {}", e.getMessage());
      }
    }
  }

  /** Roles go to this pipe from now on; one of another name is closed. */
  private void write(Wanted wanted, RouterEvents told) {
    if (fifo != null && !wanted.fifo().equals(Optional.of(fifo.path()))) {
      told.write(null);
      fifo.close();
      fifo = null;
      try {
        fifo = wanted.fifo().isPresent() ? RouterFifo.open(wanted.fifo().get()) : null;
      } catch (IOException e) {
        LOG.error("roles are written to no pipe: {}", e.getMessage());
      }
    }
    if (fifo != null) {
      fifo.use(
          wanted.routers().stream()
              .filter(router -> router.group().isPresent())
              .collect(Collectors.toMap(RouterConfig::id, router -> router.group().orElseThrow())));
      told.write(fifo);
    }
  }

  private void track(Set<Check> checks, VirtualRouters routers) {
    if (trackers == null && !checks.isEmpty()) {
      trackers =
          new Trackers((subject, answer) -> {
            LOG.info("virtual routers: {}: {}", subject, answer.why());
            routers.report(subject, answer.state());
          });
    }
    if (trackers != null) {
      trackers.use(checks);
    }
  }

  /** An interface may come later, so this is no mistake; but more often it is one. */
  private static void tellOfMissing(List<RouterConfig> routers) {
    try {
      var there = NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList();
      for (var router : routers) {
        if (!there.contains(router.id().on())) {
          LOG.warn(
              "virtual router {}: found no interface '{}'; expected one of {}: it waits for it",
              router.id(),
              router.id().on(),
              String.join(", ", there));
        }
      }
    } catch (SocketException e) {
      LOG.warn("cannot look for the interfaces of virtual routers: {}", e.getMessage());
    }
  }

  /** All routers now. */
  List<RouterStatus> status() {
    var now = running();
    return now == null ? List.of() : now.status();
  }

  private synchronized @Nullable VirtualRouters running() {
    return running;
  }

  /** Gives up every role, so that others take over before this machine serves nobody any more. */
  synchronized void leave() {
    hasLeft = true;
    if (running != null) {
      running.configure(List.of());
    }
    closeTrackers();
    closePair();
  }

  private void closeTrackers() {
    if (trackers != null) {
      trackers.close();
      trackers = null;
    }
  }

  private void closePair() {
    if (pair != null) {
      pair.close();
      pair = null;
    }
  }

  @Override
  public synchronized void close() {
    hasLeft = true;
    closeTrackers();
    closePair();
    if (running != null) {
      running.close();
      running = null;
    }
    if (hooks != null) {
      hooks.close();
      hooks = null;
    }
    if (fifo != null) {
      fifo.close();
      fifo = null;
    }
  }
}
