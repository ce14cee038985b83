package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Probe;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.probe.Marks;
import io.weir.lvs.probe.Probes;
import io.weir.lvs.probe.Question;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks real servers whether they answer, each at its own address or through its service. Its
 * callers take turns; any thread may look.
 */
final class Probing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);

  private final Marks marks = new Marks();
  private final Probes probes;
  private Set<Question> questions = Set.of();

  /**
   * Prepares; nobody is asked yet.
   *
   * @param changed called by the threads that ask when what is known of a server has changed
   * @param heard called by them when a server has answered for the first time
   */
  Probing(Runnable changed, Runnable heard) {
    this.probes =
        new Probes(
            (question, why) -> {
              tell(question, why);
              changed.run();
            },
            heard,
            marks);
  }

  private static void tell(Question question, Optional<String> why) {
    if (why.isPresent()) {
      LOG.warn("real server {} does not answer its probe: {}", question.subject(), why.get());
    } else {
      LOG.info("real server {} answers its probe again", question.subject());
    }
  }

  /**
   * Why probes of a configuration could not be answered on this machine; empty: they can be. What
   * comes back from a server has the virtual address for its source, and the kernel drops what
   * seems to come from itself (fib_validate_source in net/ipv4/fib_frontend.c). NAT turns it back
   * before.
   *
   * @param isAccepted whether the kernel takes in IPv4 packets whose source is its own
   */
  static Optional<String> trouble(WeirConfig config, BooleanSupplier isAccepted) {
    boolean hasEdges = config.director().flatMap(Director::edges).isPresent();
    return through(config)
        .filter(service -> !service.at().isIpv6())
        .filter(service -> hasEdges || service.reals().stream().anyMatch(Probing::isOneWay))
        .filter(_ -> !isAccepted.getAsBoolean())
        .map(service ->
            "answers to \"probe … through service\" of %s would be dropped: found"
                    .formatted(service.at())
                + " net.ipv4.conf.all.accept_local 0; set it to 1")
        .findFirst();
  }

  private static Stream<Virtual> through(WeirConfig config) {
    return KernelTable.services(config).stream()
        .filter(it -> it.probe().filter(Probe::isThroughService).isPresent());
  }

  private static boolean isOneWay(Virtual.Real real) {
    return switch (real.forward()) {
      case Forward.Nat _ -> false;
      case Forward.Direct _, Forward.Tunnel _ -> true;
    };
  }

  /** These are to be asked from now on, and no others; the kernel's table comes first. */
  void settle(Set<Question> next) {
    questions = Set.copyOf(next);
    marks.settle(questions);
  }

  /** Asks what is to be asked, once the kernel has the services for it, or has refused them. */
  void ask(CompletableFuture<?> inKernel) {
    var now = questions;
    var _ = inKernel.whenComplete((_, _) -> probes.settle(now));
  }

  /** The table with what probes need of it, and without what a killed Weir has left of that. */
  DesiredTable with(DesiredTable table, Optional<TableState> seen) {
    var own = marks.services();
    var services = new ArrayList<>(table.services());
    services.addAll(own);
    var unwanted = new HashSet<>(table.unwanted());
    unwanted.addAll(left(seen));
    own.forEach(it -> unwanted.remove(it.service().key()));
    return new DesiredTable(services, unwanted, table.settings());
  }

  private static Set<ServiceKey> left(Optional<TableState> seen) {
    return seen.stream()
        .flatMap(state -> state.services().stream())
        .map(it -> it.service().key())
        .filter(Marks::isOwn)
        .collect(Collectors.toSet());
  }

  /** Whether the table has services for probes that nobody needs. */
  boolean isLeft(TableState state) {
    var needed =
        marks.services().stream().map(it -> it.service().key()).collect(Collectors.toSet());
    return !needed.containsAll(left(Optional.of(state)));
  }

  /** The table without anything that is there for probes. */
  DesiredTable without(DesiredTable table, Optional<TableState> seen) {
    var unwanted = new HashSet<>(table.unwanted());
    unwanted.addAll(left(seen));
    return new DesiredTable(table.services(), unwanted, table.settings());
  }

  /** Whether a server answers, or has not been asked yet. */
  boolean isUp(Question question) {
    return probes.isUp(question);
  }

  /** Whether a server has been asked, and answers. */
  boolean hasAnswered(Question question) {
    return probes.hasAnswered(question);
  }

  @Override
  public void close() {
    probes.close();
  }
}
