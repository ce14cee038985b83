package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.MemorySources;
import io.weir.dsl.source.Source;
import io.weir.lvs.probe.Question;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.SyncDaemon;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KernelTableTest {
  private static final int WEIGHT = 40;

  @Test
  void leavesOutAServerThatDoesNotAnswer() {
    var config = director("probe tcp; real 192.0.2.11; real 192.0.2.12");

    assertThat(servers(config, up("192.0.2.12"))).containsExactly("192.0.2.12:80 1");
  }

  @Test
  void asksAServerThroughItsServiceAtTheVirtualAddress() {
    var config =
        director("forward nat; probe tcp through service; real 10.0.0.1:8080; real 10.0.0.2");

    assertThat(KernelTable.questions(config))
        .allMatch(it -> it.at().equals(new InetSocketAddress("192.0.2.10", 80)))
        .extracting(it -> it.through().orElseThrow().server().key().toString())
        .containsExactlyInAnyOrder("10.0.0.1:8080", "10.0.0.2:80");
    assertThat(KernelTable.questions(config))
        .extracting(Question::subject)
        .contains("10.0.0.1:8080 through 192.0.2.10:80");
  }

  @Test
  void probesThroughAServiceNeedAKernelThatTakesTheirAnswersIn() {
    var direct = director("probe tcp through service; real 192.0.2.11");
    var nat = director("forward nat; probe tcp through service; real 10.0.0.1");

    assertThat(Probing.trouble(direct, () -> false).orElseThrow())
        .contains("192.0.2.10:80 tcp")
        .contains("found net.ipv4.conf.all.accept_local 0; set it to 1");
    assertThat(Probing.trouble(direct, () -> true)).isEmpty();
    assertThat(Probing.trouble(nat, () -> false)).isEmpty();
    assertThat(Probing.trouble(director("probe tcp; real 192.0.2.11"), () -> false)).isEmpty();
  }

  @Test
  void aSyncDaemonIsMasterWhereItsVirtualRouterIsActive() {
    var config =
        read(
            """
            weir 1
            director {
              vrrp 51 on eth0 { address 192.0.2.10 }
              vrrp 52 on eth0 { address 192.0.2.20 }
              sync vrrp 51 on eth1 id 7
            }
            """);

    assertThat(KernelExtras.of(config, Set.of(51)).daemons())
        .containsExactly(new SyncDaemon(SyncDaemon.Role.MASTER, "eth1", 7));
    assertThat(KernelExtras.of(config, Set.of(52)).daemons())
        .containsExactly(new SyncDaemon(SyncDaemon.Role.BACKUP, "eth1", 7));
    assertThat(KernelExtras.of(config, Set.of()).governed())
        .containsExactlyInAnyOrder(SyncDaemon.Role.values());
  }

  @Test
  void keepsAllServersIfNoneAnswersAndNothingElseIsSaid() {
    var config = director("probe tcp; real 192.0.2.11; real 192.0.2.12");

    assertThat(servers(config, up())).containsExactly("192.0.2.11:80 1", "192.0.2.12:80 1");
  }

  @Test
  void hasTheSorryServerInPlaceOfAllWhenNoneAnswers() {
    var config = director("probe tcp; real 192.0.2.11; sorry 10.0.0.9:8080 forward nat");

    assertThat(servers(config, up("192.0.2.11"))).containsExactly("192.0.2.11:80 1");
    assertThat(servers(config, up())).containsExactly("10.0.0.9:8080 1");
  }

  @Test
  void hasTheSorryServerInPlaceOfThoseThatAreTooFew() {
    var config =
        director("probe tcp; quorum 2; real 192.0.2.11; real 192.0.2.12; sorry 192.0.2.20");

    assertThat(servers(config, up("192.0.2.12"))).containsExactly("192.0.2.20:80 1");
  }

  @Test
  void keepsThoseThatAreTooFewIfNobodyIsSorry() {
    var config = director("probe tcp; quorum 2; real 192.0.2.11; real 192.0.2.12");

    assertThat(servers(config, up("192.0.2.12"))).containsExactly("192.0.2.12:80 1");
    assertThat(servers(config, up())).isEmpty();
  }

  @Test
  void countsWeightsAndNotServers() {
    var config =
        director("probe tcp; quorum 3; real 192.0.2.11 weight 3; real 192.0.2.12 weight 0");

    var quorums = settled(new Quorums(), config, up("192.0.2.11"));
    assertThat(quorums.all().values()).containsExactly(true);
    settled(quorums, config, up("192.0.2.12"));
    assertThat(quorums.all().values()).containsExactly(false);
  }

  @Test
  void countsWeirItselfAmongTheLiveServers() {
    var config =
        read(
            """
            weir 1
            listen :80
            director { virtual 192.0.2.10:80 tcp { quorum 41; sorry 192.0.2.20; probe tcp; real 192.0.2.11 } }
            register 192.0.2.2 as real server of 192.0.2.10:80 with kernel
            host * { route /** { respond 200 } }
            """);

    assertThat(servers(config, up("192.0.2.11")))
        .containsExactly("192.0.2.11:80 1", "192.0.2.2:80 40");
    assertThat(servers(config, up())).containsExactly("192.0.2.20:80 1");
  }

  @Test
  void bearsAsMuchLessAsHysteresisSays() {
    var config =
        director(
            "probe tcp; quorum 3 hysteresis 1; real 192.0.2.11; real 192.0.2.12; real 192.0.2.13;"
                + " real 192.0.2.14");
    var quorums = settled(new Quorums(), config, _ -> true);

    settled(quorums, config, up("192.0.2.11", "192.0.2.12"));
    assertThat(quorums.all().values()).containsExactly(true);
    settled(quorums, config, up("192.0.2.11"));
    assertThat(quorums.all().values()).containsExactly(false);
    settled(quorums, config, up("192.0.2.11", "192.0.2.12", "192.0.2.13"));
    assertThat(quorums.all().values()).containsExactly(false);
    settled(quorums, config, _ -> true);
    assertThat(quorums.all().values()).containsExactly(true);
  }

  @Test
  void forgetsTheQuorumOfAServiceThatNeedsNoneAnyMore() {
    var quorums = settled(new Quorums(), director("quorum 2; real 192.0.2.11"), _ -> true);
    assertThat(quorums.all()).hasSize(1);

    settled(quorums, director("real 192.0.2.11"), _ -> true);

    assertThat(quorums.all()).isEqualTo(Map.of());
  }

  private static Quorums settled(Quorums quorums, WeirConfig config, Predicate<Question> isUp) {
    quorums.settle(KernelTable.guarded(config), KernelTable.weights(config, _ -> WEIGHT, isUp));
    return quorums;
  }

  private static List<String> servers(WeirConfig config, Predicate<Question> isUp) {
    var quorums = settled(new Quorums(), config, isUp);
    DesiredTable table = KernelTable.of(config, _ -> WEIGHT, isUp, quorums::isHeld);
    return table.services().getFirst().servers().stream().map(KernelTableTest::text).toList();
  }

  private static String text(RealServer server) {
    return server.key() + " " + server.weight();
  }

  private static Predicate<Question> up(String... addresses) {
    var up = Set.of(addresses);
    return question -> up.contains(question.at().getAddress().getHostAddress());
  }

  private static WeirConfig director(String service) {
    return read("weir 1\ndirector { virtual 192.0.2.10:80 tcp { " + service + " } }\n");
  }

  private static WeirConfig read(String text) {
    var none = new MemorySources(Map.of());
    return switch (WeirFile.read(new Source("test.weir", text), none)) {
      case Reading.Accepted(var config, _) -> config;
      case Reading.Rejected(var errors) ->
          throw new AssertionError(
              errors.stream().map(Object::toString).collect(Collectors.joining("\n")));
    };
  }
}
