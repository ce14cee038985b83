package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Span;
import io.weir.lvs.Advice;
import io.weir.lvs.KeeperListener;
import io.weir.lvs.TableKeeper;
import io.weir.lvs.WeightRule;
import io.weir.lvs.address.Sysctls;
import io.weir.lvs.edge.accept.Member;
import io.weir.lvs.genl.KernelIpvsTable;
import io.weir.lvs.probe.Marks;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.KernelSettings;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.SettingsChange;
import io.weir.lvs.table.TableChange;
import io.weir.lvs.table.TableState;
import io.weir.proxy.config.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service has to do with the kernel's IPVS: it programs the director's virtual services, and
 * is itself a real server while it serves. Methods take turns, and may be called by any thread but
 * an event loop.
 */
final class KernelPart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelPart.class);
  private static final int MOST_LINES = 40;
  private static final long PATIENCE_MILLIS = 1000;
  private static final long ADOPTION_SECONDS = 10;

  private final OwnWeight own;
  private final Map<Place, Standing> standings = new HashMap<>();
  private final Probing probes = new Probing(this::answered, this::edgesChanged);
  private final Quorums quorums = new Quorums();
  private final Supplier<List<Member>> edges;
  private @Nullable TableKeeper keeper;
  private @Nullable ScheduledExecutorService clock;
  private Optional<WeirConfig> config = Optional.empty();
  private boolean isLeaving;
  private Direction direction = Direction.ALONE;
  private Set<EdgeServers.Admission> admitted = Set.of();
  private boolean isAdopting;

  /** What tells registrations apart, over reloads too. */
  private record Place(ServiceKey of, ServerKey self) {}

  /** How a registration stands: since when, and what it weighs now. */
  private record Standing(long since, int weight) {}

  /**
   * Prepares; nothing is asked of the kernel before a configuration asks for it.
   *
   * @param own what each registration is to weigh
   * @param edges the real servers that have registered themselves
   */
  KernelPart(OwnWeight own, Supplier<List<Member>> edges) {
    this.own = own;
    this.edges = edges;
  }

  /**
   * Finds out whether the kernel has what the configuration wants of it, and lets Weir use it.
   *
   * @throws Unavailable if not
   */
  static void check(WeirConfig config) throws Unavailable {
    if (!KernelTable.isWanted(config)) {
      return;
    }
    var trouble = Probing.trouble(config, Sysctls.KERNEL::acceptsOwnSources);
    if (trouble.isPresent()) {
      throw new Unavailable(trouble.get(), place(config), new IOException(trouble.get()));
    }
    try {
      // The table belongs to the network namespace of a thread, which all of Weir's share.
      CompletableFuture.runAsync(KernelPart::look, task -> Thread.ofPlatform().start(task)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IpvsException refused
          && TableKeeper.isLasting(refused.failure())) {
        throw new Unavailable(refused.failure().text(), place(config), refused);
      }
      // Whatever else is wrong may pass; the keeper tells it and goes on.
    }
  }

  private static void look() {
    try (var table = KernelIpvsTable.open()) {
      table.info();
    } catch (IpvsException e) {
      throw new CompletionException(e);
    }
  }

  private static Span place(WeirConfig config) {
    return KernelTable.services(config).stream()
        .map(Virtual::span)
        .findFirst()
        .or(() -> config.registrations().stream().map(Registration::span).findFirst())
        .or(() -> config.director().map(Director::span))
        .orElseThrow();
  }

  /** Has the kernel do what the configuration says; Weir listens already. */
  synchronized void inForce(WeirConfig next) {
    config = Optional.of(next);
    if (keeper == null) {
      if (!KernelTable.isWanted(next)) {
        return;
      }
      keeper =
          TableKeeper.start(
              KernelIpvsTable::open, new Told(), TableKeeper.PERIOD, TableKeeper.GRACE);
      adopt(next);
    }
    standings.keySet().retainAll(next.registrations().stream().map(KernelPart::place).toList());
    weigh();
    // Not by the keeper's thread, which must not wait for this lock.
    var _ = ask().thenAcceptAsync(this::tidy);
    Advice.on(wanted(next), KernelPart::sysctl).forEach(line -> LOG.warn("ipvs: {}", line));
    if (clock == null && !next.registrations().isEmpty()) {
      clock = Executors.newSingleThreadScheduledExecutor(KernelPart::thread);
      long period = WeightRule.PERIOD.toMillis();
      var _ = clock.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * A director that starts anew knows no edges yet: until they had time to come back, servers that
   * nobody has named stay.
   */
  private void adopt(WeirConfig first) {
    isAdopting = first.director().flatMap(Director::edges).isPresent();
    if (isAdopting) {
      CompletableFuture.delayedExecutor(ADOPTION_SECONDS, TimeUnit.SECONDS).execute(this::adopted);
    }
  }

  private synchronized void adopted() {
    isAdopting = false;
    if (keeper != null) {
      admitted = EdgeServers.adopted(edges.get(), keeper.seen().orElse(TableState.EMPTY), admitted);
    }
    want();
  }

  /** Real servers have registered themselves, or left; done when the kernel knows. */
  synchronized CompletableFuture<TableState> edgesChanged() {
    return ask();
  }

  /** Servers may be others now: the kernel comes first, as probes may go by way of it. */
  private CompletableFuture<TableState> ask() {
    if (keeper == null || config.isEmpty()) {
      return want();
    }
    probes.settle(KernelTable.questions(EdgeServers.joined(config.get(), edges.get())));
    var done = want();
    probes.ask(done);
    return done;
  }

  /** A former run may have been killed. */
  private synchronized void tidy(TableState state) {
    if (probes.isLeft(state)) {
      want();
    }
  }

  /** Whether connections of the director's services come by way of this machine. */
  synchronized boolean isDirecting() {
    return keeper != null && !direction.isStandingBy();
  }

  /** A setting of the kernel, in the network namespace that Weir runs in. */
  private static Optional<String> sysctl(String name) {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys", name.split("\\."))).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Thread thread(Runnable task) {
    return Thread.ofPlatform().daemon().name("weir-weight").unstarted(task);
  }

  /**
   * Who directs now: while another machine does the virtual services leave this kernel, so that
   * what it sends here is not sent back. Completes when it is so.
   */
  synchronized CompletableFuture<TableState> direct(Direction next) {
    var before = direction;
    direction = next;
    boolean isNews =
        before.isStandingBy() != next.isStandingBy()
            || config.filter(it -> !extras(it, before).equals(extras(it, next))).isPresent();
    return isNews ? want() : CompletableFuture.completedFuture(TableState.EMPTY);
  }

  private static KernelSettings extras(WeirConfig config, Direction direction) {
    return KernelExtras.of(config, direction.active());
  }

  /** The kernel sends no new connections any more; returns when it is so, or soon. */
  synchronized void leave() {
    own.leave();
    if (isLeaving || standings.isEmpty()) {
      return;
    }
    isLeaving = true;
    standings.replaceAll((_, standing) -> new Standing(standing.since(), 0));
    try {
      want().orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      LOG.warn("the kernel may still send connections here: {}", String.valueOf(e.getCause()));
    }
  }

  /** The table as it was last seen. */
  synchronized Optional<TableState> seen() {
    return keeper == null ? Optional.empty() : keeper.seen();
  }

  /** Each service that needs a quorum, and whether it has one. */
  synchronized Map<ServiceKey, Boolean> quorums() {
    return quorums.all();
  }

  /** Takes registrations out of the table. The director's services stay: connections go on. */
  @Override
  public void close() {
    stopClock();
    synchronized (this) {
      if (keeper != null) {
        standings.clear();
        var _ = keeper.wantAtOnce(probes.without(desired(), keeper.seen()));
        keeper.close();
        keeper = null;
      }
    }
    // Not before: which servers answer is part of what is wanted to the last.
    probes.close();
  }

  private void stopClock() {
    ScheduledExecutorService running;
    synchronized (this) {
      running = clock;
      clock = null;
    }
    if (running != null) {
      running.shutdownNow();
    }
  }

  private synchronized void tick() {
    if (keeper != null && !isLeaving && weigh()) {
      want();
    }
  }

  /** An operator has said what this Weir is to weigh; completes when the kernel does. */
  synchronized CompletableFuture<TableState> operated() {
    return keeper != null && !isLeaving && weigh()
        ? want()
        : CompletableFuture.completedFuture(TableState.EMPTY);
  }

  /** A server has come or gone. */
  private synchronized void answered() {
    if (keeper != null && !isLeaving) {
      want();
    }
  }

  /** Weighs each registration anew; whether one has another weight now. */
  private boolean weigh() {
    long now = System.nanoTime();
    boolean isChanged = false;
    for (var registration : config.map(WeirConfig::registrations).orElse(List.of())) {
      var place = place(registration);
      var standing = standings.getOrDefault(place, new Standing(now, 0));
      var rule = new WeightRule(registration.weight(), registration.ramp());
      int weight = own.weight(rule, standing.weight(), now - standing.since());
      isChanged |= weight != standing.weight();
      standings.put(place, new Standing(standing.since(), weight));
    }
    return isChanged;
  }

  private CompletableFuture<TableState> want() {
    return keeper == null
        ? CompletableFuture.completedFuture(TableState.EMPTY)
        : keeper.want(probes.with(desired(), keeper.seen()));
  }

  private DesiredTable desired() {
    if (config.isEmpty()) {
      return DesiredTable.NOTHING;
    }
    var wanted = wanted(config.get());
    var table =
        direction.isStandingBy()
            ? KernelTable.standby(config.get())
            : isAdopting ? EdgeServers.adopting(wanted) : wanted;
    return table.with(extras(config.get(), direction));
  }

  private DesiredTable wanted(WeirConfig now) {
    var members = edges.get();
    admitted = EdgeServers.admitted(now, members, admitted, probes::hasAnswered);
    var present = EdgeServers.present(now, members, admitted, probes::hasAnswered);
    var joined = EdgeServers.joined(now, present);
    if (isAdopting) {
      // Edges that are still to come back count for a quorum.
      return KernelTable.of(joined, this::weight, probes::isUp, _ -> true);
    }
    quorums.settle(
        KernelTable.guarded(joined), KernelTable.weights(joined, this::weight, probes::isUp));
    return KernelTable.of(joined, this::weight, probes::isUp, quorums::isHeld);
  }

  private int weight(Registration registration) {
    var standing = standings.get(place(registration));
    return standing == null ? KernelTable.ABSENT : standing.weight();
  }

  private static Place place(Registration registration) {
    return new Place(KernelTable.key(registration.of()), KernelTable.key(registration.self()));
  }

  /** Writes to the log what the keeper does. */
  private static final class Told implements KeeperListener {
    @Override
    public void changed(List<TableChange> changes) {
      lines("ipvs", changes);
    }

    @Override
    public void repaired(List<TableChange> changes) {
      LOG.warn("the kernel's IPVS table was not as it should be; it has been repaired");
      lines("ipvs repaired", changes);
    }

    @Override
    public void adjusted(List<SettingsChange> changes) {
      changes.forEach(change -> LOG.info("ipvs: {}", change));
    }

    @Override
    public void failed(IpvsFailure failure) {
      LOG.error("ipvs: {}", failure.text());
    }

    @Override
    public void recovered() {
      LOG.info("ipvs: the kernel's table can be kept again");
    }

    private static void lines(String what, List<TableChange> changes) {
      // What only probes go through is nobody's concern.
      var told = changes.stream().filter(change -> !Marks.isOwn(change.of())).toList();
      told.stream().limit(MOST_LINES).forEach(change -> LOG.info("{}: {}", what, change));
      if (told.size() > MOST_LINES) {
        LOG.info("{}: and {} changes more", what, told.size() - MOST_LINES);
      }
    }
  }
}
