package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.accept.Member;
import io.weir.lvs.edge.accept.Standing;
import io.weir.lvs.probe.Question;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What registered servers mean for the kernel's table: they stand beside those that the file names,
 * and everything that is asked of those is asked of them. Pure.
 */
final class EdgeServers {
  private EdgeServers() {}

  /** That a server has answered since its edge has registered it. */
  record Admission(ServiceKey of, ServerKey server, String edge, long epoch) {}

  /** The configuration as if its file named these too. What it does name stays as it says. */
  static WeirConfig joined(WeirConfig config, List<Member> members) {
    if (members.isEmpty() || config.director().isEmpty()) {
      return config;
    }
    var director = config.director().get();
    var services = director.services().stream().map(it -> joined(it, members)).toList();
    return config.directedBy(
        new Director(
            services,
            director.routers(),
            director.pair(),
            director.fifo(),
            director.edges(),
            director.syncs(),
            director.timeouts(),
            director.span()));
  }

  private static Virtual joined(Virtual virtual, List<Member> members) {
    var reals = new ArrayList<>(virtual.reals());
    for (var member : members) {
      if (isOf(virtual, member)) {
        reals.add(real(virtual, member.offer()));
      }
    }
    return new Virtual(
        virtual.at(),
        virtual.schedule(),
        virtual.persistence(),
        virtual.onePacket(),
        virtual.probe(),
        reals,
        virtual.quorum(),
        virtual.sorry(),
        virtual.span());
  }

  private static boolean isOf(Virtual virtual, Member member) {
    var server = member.offer().server().key();
    return KernelTable.key(virtual.at()).equals(member.offer().of())
        && virtual.reals().stream().noneMatch(it -> KernelTable.key(it.at()).equals(server));
  }

  private static Virtual.Real real(Virtual virtual, Offer offer) {
    var server = offer.server();
    return new Virtual.Real(
        new Endpoint(AddressText.of(server.key().address()), server.key().port()),
        server.weight(),
        forward(server.forwarding()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        virtual.span());
  }

  private static Forward forward(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> new Forward.Nat();
      case Forwarding.Tunnel(Forwarding.Wrap.Ipip _) ->
          new Forward.Tunnel(Forward.Wrap.IPIP, 0, Forward.Checksum.NONE);
      case Forwarding.Tunnel(Forwarding.Wrap.Gue(var port, var checksum)) ->
          new Forward.Tunnel(Forward.Wrap.GUE, port, checksum(checksum));
      case Forwarding.Tunnel(Forwarding.Wrap.Gre(var checksum)) ->
          new Forward.Tunnel(Forward.Wrap.GRE, 0, checksum(checksum));
      case Forwarding.Direct _, Forwarding.Local _, Forwarding.Bypass _ -> new Forward.Direct();
    };
  }

  private static Forward.Checksum checksum(Forwarding.Checksum checksum) {
    return switch (checksum) {
      case NONE -> Forward.Checksum.NONE;
      case FULL -> Forward.Checksum.FULL;
      case REMOTE -> Forward.Checksum.REMOTE;
    };
  }

  /**
   * Who has been let into the table: who was before, and who has answered now.
   *
   * @param hasAnswered whether a server was asked, and its last answers were good
   */
  static Set<Admission> admitted(
      WeirConfig config,
      List<Member> members,
      Set<Admission> before,
      Predicate<Question> hasAnswered) {
    var admitted = new HashSet<Admission>();
    for (var member : members) {
      var admission = admission(member);
      var question = question(config, member);
      if (before.contains(admission) || question.isEmpty() || hasAnswered.test(question.get())) {
        admitted.add(admission);
      }
    }
    return Set.copyOf(admitted);
  }

  /**
   * Who is let in because a former run has let it in: whoever registers again what the table has.
   * Otherwise probes that cannot work would empty a service when a director is started anew.
   */
  static Set<Admission> adopted(List<Member> members, TableState seen, Set<Admission> before) {
    var admitted = new HashSet<>(before);
    for (var member : members) {
      boolean isServing =
          seen.find(member.offer().of())
              .flatMap(service -> service.find(member.offer().server().key()))
              .filter(server -> server.server().weight() > 0)
              .isPresent();
      if (isServing) {
        admitted.add(admission(member));
      }
    }
    return Set.copyOf(admitted);
  }

  /**
   * Whom clients may be sent to. An edge that is silent is not there, but for one case: its server
   * answers, and the service would have nobody without it. Then more likely the way to the director
   * is broken than the server.
   */
  static List<Member> present(
      WeirConfig config,
      List<Member> members,
      Set<Admission> admitted,
      Predicate<Question> hasAnswered) {
    var present = new ArrayList<Member>();
    var silent = new ArrayList<Member>();
    for (var member : members) {
      if (admitted.contains(admission(member))) {
        (member.standing() == Standing.SILENT ? silent : present).add(member);
      }
    }
    var heard = List.copyOf(present);
    for (var member : silent) {
      boolean isAnswering = question(config, member).filter(hasAnswered).isPresent();
      if (isAnswering && isEmpty(config, member.offer().of(), heard, hasAnswered)) {
        present.add(member);
      }
    }
    return List.copyOf(present);
  }

  /** Whether nobody else would take connections of a service. */
  private static boolean isEmpty(
      WeirConfig config, ServiceKey of, List<Member> heard, Predicate<Question> hasAnswered) {
    var virtual = service(config, of);
    if (virtual.filter(Virtual::isGuarded).isPresent()) {
      // It is said who serves then.
      return false;
    }
    boolean isStatic =
        virtual.isPresent()
            && virtual.get().reals().stream()
                .anyMatch(real ->
                    real.weight() > 0
                        && virtual
                            .get()
                            .probe()
                            .map(it -> KernelTable.question(virtual.get(), it, real))
                            .map(hasAnswered::test)
                            .orElse(true));
    return !isStatic
        && heard.stream()
            .noneMatch(member ->
                member.offer().of().equals(of)
                    && member.offer().server().weight() > 0
                    && question(config, member).map(hasAnswered::test).orElse(true));
  }

  /** Servers that nobody has named stay. */
  static DesiredTable adopting(DesiredTable table) {
    return new DesiredTable(
        table.services().stream()
            .map(it -> new DesiredService(it.service(), it.servers(), Tenure.SHARED))
            .toList(),
        table.unwanted(),
        table.settings());
  }

  private static Admission admission(Member member) {
    return new Admission(
        member.offer().of(), member.offer().server().key(), member.edge(), member.epoch());
  }

  private static Optional<Question> question(WeirConfig config, Member member) {
    return service(config, member.offer().of())
        .flatMap(virtual ->
            virtual
                .probe()
                .map(probe -> KernelTable.question(virtual, probe, real(virtual, member.offer()))));
  }

  private static Optional<Virtual> service(WeirConfig config, ServiceKey of) {
    return KernelTable.services(config).stream()
        .filter(it -> KernelTable.key(it.at()).equals(of))
        .findFirst();
  }
}
