package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Probe;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.Quorum;
import io.weir.lvs.probe.Question;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What a configuration wants of the kernel's table. Pure. */
final class KernelTable {
  /** The registration is not in the table. */
  static final int ABSENT = -1;

  private KernelTable() {}

  /** Whether the configuration wants anything of it. */
  static boolean isWanted(WeirConfig config) {
    return !services(config).isEmpty()
        || !config.registrations().isEmpty()
        || !KernelExtras.of(config, Set.of()).isEmpty();
  }

  /** The services of the director, if there is one. */
  static List<Virtual> services(WeirConfig config) {
    return config.director().map(Director::services).orElse(List.of());
  }

  /**
   * The table.
   *
   * @param weights what each registration weighs now, or {@link #ABSENT}
   * @param isUp whether a server answers what it is asked
   * @param hasQuorum whether the live servers of a service weigh enough
   */
  static DesiredTable of(
      WeirConfig config,
      ToIntFunction<Registration> weights,
      Predicate<Question> isUp,
      Predicate<ServiceKey> hasQuorum) {
    var services = live(config, weights, isUp);
    for (var virtual : guarded(config)) {
      services.computeIfPresent(
          key(virtual.at()),
          (key, live) ->
              new DesiredService(
                  live.service(),
                  Quorum.serving(
                      hasQuorum.test(key),
                      live.servers(),
                      virtual.sorry().map(KernelTable::server)),
                  live.tenure()));
    }
    return new DesiredTable(List.copyOf(services.values()));
  }

  /** The director's services of which it is said what happens when servers fail. */
  static List<Virtual> guarded(WeirConfig config) {
    return services(config).stream().filter(Virtual::isGuarded).toList();
  }

  /** How much is needed of a service's servers. */
  static Quorum quorum(Virtual virtual) {
    return virtual.quorum().map(it -> new Quorum(it.weight(), it.hysteresis())).orElse(Quorum.ANY);
  }

  /** What the live servers of each service weigh together. */
  static Map<ServiceKey, Long> weights(
      WeirConfig config, ToIntFunction<Registration> weights, Predicate<Question> isUp) {
    var sums = new HashMap<ServiceKey, Long>();
    live(config, weights, isUp)
        .forEach((key, service) ->
            sums.put(key, service.servers().stream().mapToLong(RealServer::weight).sum()));
    return sums;
  }

  /** Services with the servers that are alive. */
  private static Map<ServiceKey, DesiredService> live(
      WeirConfig config, ToIntFunction<Registration> weights, Predicate<Question> isUp) {
    var services = new LinkedHashMap<ServiceKey, DesiredService>();
    for (var virtual : services(config)) {
      var service = service(virtual);
      var servers = answering(virtual, isUp).stream().map(KernelTable::server).toList();
      services.put(service.key(), new DesiredService(service, servers, Tenure.OWNED));
    }
    for (var registration : config.registrations()) {
      int weight = weights.applyAsInt(registration);
      if (weight != ABSENT) {
        add(services, registration, weight);
      }
    }
    return services;
  }

  /** No service of the director's, not even one that a former run has left. */
  static DesiredTable standby(WeirConfig config) {
    return new DesiredTable(
        List.of(), services(config).stream().map(it -> key(it.at())).collect(Collectors.toSet()));
  }

  /**
   * The servers that answer; all of them if none does, since probes can be wrong too, unless it is
   * said what happens then.
   */
  private static List<Virtual.Real> answering(Virtual virtual, Predicate<Question> isUp) {
    if (virtual.probe().isEmpty()) {
      return virtual.reals();
    }
    var probe = virtual.probe().get();
    var up =
        virtual.reals().stream().filter(it -> isUp.test(question(virtual, probe, it))).toList();
    return up.isEmpty() && !virtual.isGuarded() ? virtual.reals() : up;
  }

  /** What the real servers are asked. */
  static Set<Question> questions(WeirConfig config) {
    var questions = new HashSet<Question>();
    for (var virtual : services(config)) {
      virtual
          .probe()
          .ifPresent(
              probe -> virtual.reals().forEach(it -> questions.add(question(virtual, probe, it))));
    }
    return questions;
  }

  /** What one real server is asked. */
  static Question question(Virtual virtual, Probe probe, Virtual.Real real) {
    var host =
        virtual.at() instanceof Virtual.At.Place(var endpoint, _)
            ? endpoint.toString()
            : real.at().toString();
    var through = through(virtual, probe, real);
    return new Question(
        through.isPresent() ? virtualPlace(virtual, probe) : place(real, probe),
        through,
        probe.path().map(path -> new Question.Http(host, path, probe.expect())),
        probe.every(),
        probe.timeout(),
        probe.rise(),
        probe.fall());
  }

  private static InetSocketAddress place(Virtual.Real real, Probe probe) {
    var address = InetAddress.ofLiteral(real.at().host());
    return new InetSocketAddress(address, probe.port().orElse(real.at().port()));
  }

  /** Where clients connect to, but for the port, which may be another one that is there too. */
  private static InetSocketAddress virtualPlace(Virtual virtual, Probe probe) {
    return switch (virtual.at()) {
      case Virtual.At.Place(var endpoint, _) ->
          new InetSocketAddress(
              InetAddress.ofLiteral(endpoint.host()), probe.port().orElse(endpoint.port()));
      case Virtual.At.Mark _ -> throw new IllegalArgumentException("found a mark; it has no place");
    };
  }

  /** The server as the service reaches it, but for weight and limits: it is asked in any case. */
  private static Optional<Question.Through> through(
      Virtual virtual, Probe probe, Virtual.Real real) {
    if (!probe.isThroughService()) {
      return Optional.empty();
    }
    var family = virtual.at().isIpv6() ? Family.IPV6 : Family.IPV4;
    var at = place(real, probe);
    var key = new ServerKey(at.getAddress(), at.getPort());
    return Optional.of(
        new Question.Through(family, new RealServer(key, forwarding(real.forward()), 1)));
  }

  private static void add(
      Map<ServiceKey, DesiredService> services, Registration registration, int weight) {
    var key = key(registration.of());
    var server =
        new RealServer(key(registration.self()), forwarding(registration.forward()), weight);
    var schedule = registration.schedule();
    var made =
        new VirtualService(
            key, schedule.name(), flags(schedule), Optional.empty(), Optional.empty());
    var service = services.getOrDefault(key, new DesiredService(made, List.of(), Tenure.SHARED));
    var servers = new ArrayList<>(service.servers());
    servers.removeIf(other -> other.key().equals(server.key()));
    servers.add(server);
    services.put(key, new DesiredService(service.service(), servers, service.tenure()));
  }

  private static VirtualService service(Virtual virtual) {
    var flags = flags(virtual.schedule());
    if (virtual.onePacket()) {
      flags.add(Flag.ONE_PACKET);
    }
    return new VirtualService(
        key(virtual.at()),
        virtual.schedule().name(),
        flags,
        virtual.persistence().map(it -> new Persistence(it.timeout(), it.prefix())),
        virtual.persistence().filter(Virtual.Persistence::isSip).map(_ -> "sip"));
  }

  private static Set<Flag> flags(Virtual.Schedule schedule) {
    var flags = EnumSet.noneOf(Flag.class);
    for (var option : schedule.options()) {
      flags.add(
          switch (option) {
            case FALLBACK -> Flag.SCHEDULER_1;
            case PORT -> Flag.SCHEDULER_2;
          });
    }
    return flags;
  }

  private static RealServer server(Virtual.Real real) {
    return new RealServer(
        key(real.at()),
        forwarding(real.forward()),
        real.weight(),
        real.most().orElse(0),
        real.resume().orElse(0));
  }

  static ServiceKey key(Virtual.At at) {
    return switch (at) {
      case Virtual.At.Place place -> place(place);
      case Virtual.At.Mark(var mark, var isIpv6) ->
          new ServiceKey.Mark(isIpv6 ? Family.IPV6 : Family.IPV4, mark);
    };
  }

  static ServiceKey.Place place(Virtual.At.Place at) {
    return new ServiceKey.Place(
        protocol(at.protocol()), InetAddress.ofLiteral(at.endpoint().host()), at.endpoint().port());
  }

  private static Protocol protocol(Virtual.Protocol protocol) {
    return switch (protocol) {
      case TCP -> Protocol.TCP;
      case UDP -> Protocol.UDP;
      case SCTP -> Protocol.SCTP;
    };
  }

  static ServerKey key(Endpoint at) {
    return new ServerKey(InetAddress.ofLiteral(at.host()), at.port());
  }

  static Forwarding forwarding(Forward forward) {
    return switch (forward) {
      case Forward.Direct _ -> new Forwarding.Direct();
      case Forward.Nat _ -> new Forwarding.Masquerade();
      case Forward.Tunnel(var wrap, var port, var checksum) ->
          new Forwarding.Tunnel(wrap(wrap, port, checksum(checksum)));
    };
  }

  private static Forwarding.Wrap wrap(Forward.Wrap wrap, int port, Forwarding.Checksum checksum) {
    return switch (wrap) {
      case IPIP -> new Forwarding.Wrap.Ipip();
      case GUE -> new Forwarding.Wrap.Gue(port, checksum);
      case GRE -> new Forwarding.Wrap.Gre(checksum);
    };
  }

  private static Forwarding.Checksum checksum(Forward.Checksum checksum) {
    return switch (checksum) {
      case NONE -> Forwarding.Checksum.NONE;
      case FULL -> Forwarding.Checksum.FULL;
      case REMOTE -> Forwarding.Checksum.REMOTE;
    };
  }
}
