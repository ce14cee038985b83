package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.FileSources;
import io.weir.dsl.source.Source;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.accept.Member;
import io.weir.lvs.edge.accept.Standing;
import io.weir.lvs.probe.Question;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableState;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.TableState.ServiceState;
import io.weir.lvs.table.VirtualService;
import io.weir.proxy.route.Re2;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EdgeServersTest {
  private static final ServiceKey.Place WEB = place("192.0.2.10");
  private static final WeirConfig PROBED = config("probe tcp every 1s");
  private static final WeirConfig UNPROBED = config("");

  private final Set<String> answering = new HashSet<>();
  private Set<EdgeServers.Admission> admitted = Set.of();

  @Test
  void registeredServersStandBesideThoseOfTheFile() {
    var config = config("real 192.0.2.9 weight 3");

    assertThat(servers(config, member("192.0.2.11", 7, Standing.SERVING)))
        .containsExactly("192.0.2.9:443 Route 3", "192.0.2.11:443 Route 7");
    assertThat(EdgeServers.joined(config, List.of())).isSameAs(config);
  }

  @Test
  void whatTheFileNamesStaysAsItSays() {
    var config = config("real 192.0.2.11 weight 3");

    assertThat(servers(config, member("192.0.2.11", 7, Standing.SERVING)))
        .containsExactly("192.0.2.11:443 Route 3");
  }

  static Stream<Forwarding> ways() {
    return Stream.of(
        new Forwarding.Direct(),
        new Forwarding.Masquerade(),
        new Forwarding.Tunnel(new Wrap.Ipip()),
        new Forwarding.Tunnel(new Wrap.Gue(6080, Checksum.REMOTE)),
        new Forwarding.Tunnel(new Wrap.Gue(6080, Checksum.NONE)),
        new Forwarding.Tunnel(new Wrap.Gre(Checksum.FULL)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void eachWayThereIsKept(Forwarding way) {
    var server = new RealServer(key("192.0.2.11"), way, 7);
    var member = new Member("one", 5, Standing.SERVING, new Offer(WEB, server));

    var joined = EdgeServers.joined(UNPROBED, List.of(member));

    assertThat(KernelTable.of(joined, _ -> 0, _ -> true, _ -> true).services().getFirst().servers())
        .containsExactly(server);
  }

  @Test
  void aServerIsLetInWhenItHasAnsweredAndThenIsAskedAsOthersAre() {
    var one = member("192.0.2.11", 7, Standing.SERVING);

    assertThat(present(PROBED, one)).isEmpty();
    answering.add("192.0.2.11");
    assertThat(present(PROBED, one)).containsExactly(one);
    answering.clear();
    assertThat(present(PROBED, one)).containsExactly(one);
    var anew = new Member("one", 6, Standing.SERVING, one.offer());
    assertThat(present(PROBED, anew)).isEmpty();
    assertThat(present(UNPROBED, anew)).containsExactly(anew);
  }

  @Test
  void whoRegistersAgainWhatAFormerRunHasServedNeedsNoFirstAnswer() {
    var one = member("192.0.2.11", 7, Standing.SERVING);
    var two = member("192.0.2.12", 7, Standing.SERVING);
    var zero = member("192.0.2.13", 7, Standing.SERVING);
    var seen =
        new TableState(
            List.of(
                new ServiceState(
                    new VirtualService(WEB, "wlc"),
                    Counters.ZERO,
                    List.of(state(one, 3), state(zero, 0)))));

    admitted = EdgeServers.adopted(List.of(one, two, zero), seen, admitted);

    assertThat(present(PROBED, one, two, zero)).containsExactly(one);
  }

  private static ServerState state(Member member, int weight) {
    return new ServerState(member.offer().server().weighing(weight), 0, 0, 0, Counters.ZERO);
  }

  @Test
  void aServerThatDrainsStaysWithoutWeight() {
    var draining = member("192.0.2.11", 0, Standing.DRAINING);
    answering.add("192.0.2.11");

    assertThat(present(PROBED, draining)).containsExactly(draining);
    assertThat(servers(PROBED, draining)).containsExactly("192.0.2.11:443 Route 0");
  }

  @Test
  void aSilentEdgeGoesUnlessItsServerAnswersAndIsTheLast() {
    var silent = member("192.0.2.11", 7, Standing.SILENT);
    var other = member("192.0.2.12", 7, Standing.SERVING);
    answering.addAll(Set.of("192.0.2.11", "192.0.2.12"));

    assertThat(present(PROBED, silent, other)).containsExactly(other);
    answering.remove("192.0.2.12");
    assertThat(present(PROBED, silent, other)).containsExactly(other, silent);
    answering.add("192.0.2.12");
    assertThat(present(PROBED, silent)).containsExactly(silent);
    var draining = member("192.0.2.12", 0, Standing.DRAINING);
    assertThat(present(PROBED, silent, draining)).containsExactly(draining, silent);
    answering.clear();
    assertThat(present(PROBED, silent)).isEmpty();
    assertThat(present(UNPROBED, silent)).isEmpty();
    answering.addAll(Set.of("192.0.2.11", "192.0.2.9"));
    assertThat(present(config("probe tcp every 1s; real 192.0.2.9"), silent)).isEmpty();
    assertThat(present(config("probe tcp every 1s; real 192.0.2.9 weight 0"), silent))
        .containsExactly(silent);
  }

  @Test
  void aDirectorThatStartsLeavesServersThatItDoesNotKnowYet() {
    var table = KernelTable.of(PROBED, _ -> 0, _ -> true, _ -> true);

    assertThat(table.services()).extracting(it -> it.tenure()).containsOnly(Tenure.OWNED);
    assertThat(EdgeServers.adopting(table).services())
        .extracting(DesiredTable.DesiredService::tenure)
        .containsOnly(Tenure.SHARED);
  }

  private List<Member> present(WeirConfig config, Member... members) {
    var all = List.of(members);
    admitted = EdgeServers.admitted(config, all, admitted, this::hasAnswered);
    return EdgeServers.present(config, all, admitted, this::hasAnswered);
  }

  private boolean hasAnswered(Question question) {
    return answering.contains(question.at().getAddress().getHostAddress());
  }

  private static List<String> servers(WeirConfig config, Member member) {
    var table =
        KernelTable.of(EdgeServers.joined(config, List.of(member)), _ -> 0, _ -> true, _ -> true);
    return table.services().getFirst().servers().stream()
        .map(it -> it.key() + " " + it.forwarding().word() + " " + it.weight())
        .toList();
  }

  private static Member member(String address, int weight, Standing standing) {
    var server = new RealServer(key(address), new Forwarding.Direct(), weight);
    return new Member("edge-" + address, 5, standing, new Offer(WEB, server));
  }

  private static ServerKey key(String address) {
    return new ServerKey(InetAddress.ofLiteral(address), 443);
  }

  private static ServiceKey.Place place(String address) {
    return new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral(address), 443);
  }

  private static WeirConfig config(String settings) {
    var text = "weir 1\ndirector { virtual 192.0.2.10:443 tcp { " + settings + " } }\n";
    var reading = WeirFile.read(new Source("a.weir", text), new FileSources(), new Re2());
    return ((Reading.Accepted) reading).config();
  }
}
