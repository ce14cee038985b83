package io.weir.lvs.table;

import static io.weir.lvs.table.DesiredTable.Tenure.OWNED;
import static io.weir.lvs.table.DesiredTable.Tenure.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.TableState.ServiceState;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TableDiffTest {
  private static final ServiceKey WEB = place(80);
  private static final ServiceKey TLS = place(443);
  private static final ServiceKey MAIL = place(25);

  @Test
  void changesNothingThatIsAsItShouldBe() {
    var actual = state(service(WEB, server(1, 5)));
    var desired = table(wanted(WEB, OWNED, server(1, 5)));

    assertThat(TableDiff.between(actual, desired, Claims.NONE)).isEmpty();
  }

  @Test
  void addsBeforeItTakesAway() {
    var actual = state(service(WEB, server(1, 5)), service(TLS, server(1, 5)));
    var desired = table(wanted(WEB, OWNED, server(2, 5)), wanted(MAIL, OWNED, server(3, 1)));
    var claims = new Claims(Set.of(WEB, TLS), Map.of());

    assertThat(TableDiff.between(actual, desired, claims))
        .containsExactly(
            new TableChange.AddService(new VirtualService(MAIL, "wlc")),
            new TableChange.AddServer(WEB, server(2, 5)),
            new TableChange.AddServer(MAIL, server(3, 1)),
            new TableChange.DeleteServer(WEB, server(1, 5).key()),
            new TableChange.DeleteService(TLS));
  }

  @Test
  void setsWhatDiffersWithoutDeletingIt() {
    var actual = state(service(WEB, server(1, 5)));
    var other = new VirtualService(WEB, "mh");
    var desired = table(new DesiredService(other, List.of(server(1, 0)), OWNED));

    assertThat(TableDiff.between(actual, desired, Claims.NONE))
        .containsExactly(
            new TableChange.SetService(other), new TableChange.SetServer(WEB, server(1, 0)));
  }

  @Test
  void leavesForeignServicesAlone() {
    var actual = state(service(TLS, server(1, 5)));

    assertThat(TableDiff.between(actual, DesiredTable.NOTHING, Claims.NONE)).isEmpty();
  }

  @Test
  void touchesOnlyItsOwnServerAsAGuest() {
    var actual = state(service(WEB, server(1, 5), server(2, 5), server(3, 5)));
    var other = new VirtualService(WEB, "mh");
    var desired = table(new DesiredService(other, List.of(server(2, 7)), SHARED));
    var claims = new Claims(Set.of(), Map.of(WEB, Set.of(server(2, 5).key(), server(3, 5).key())));

    assertThat(TableDiff.between(actual, desired, claims))
        .containsExactly(
            new TableChange.SetServer(WEB, server(2, 7)),
            new TableChange.DeleteServer(WEB, server(3, 5).key()));
  }

  @Test
  void takesAGuestAndTheServiceThatWasMadeForItAwayIfNobodyElseIsInIt() {
    var claims = new Claims(Set.of(WEB), Map.of(WEB, Set.of(server(1, 5).key())));

    assertThat(TableDiff.between(state(service(WEB, server(1, 5))), DesiredTable.NOTHING, claims))
        .containsExactly(
            new TableChange.DeleteServer(WEB, server(1, 5).key()),
            new TableChange.DeleteService(WEB));
    assertThat(
            TableDiff.between(
                state(service(WEB, server(1, 5), server(2, 5))), DesiredTable.NOTHING, claims))
        .containsExactly(new TableChange.DeleteServer(WEB, server(1, 5).key()));
  }

  @Test
  void claimsWhatItOwnsAndWhatItMakesAndForgetsWhatIsGone() {
    var desired = table(wanted(WEB, OWNED), wanted(TLS, SHARED, server(1, 5)));
    var claims = Claims.NONE.with(desired, state(service(TLS)));

    assertThat(claims).isEqualTo(new Claims(Set.of(WEB), Map.of(TLS, Set.of(server(1, 5).key()))));
    assertThat(Claims.NONE.with(desired, TableState.EMPTY).services()).containsOnly(WEB, TLS);
    assertThat(claims.without(DesiredTable.NOTHING, TableState.EMPTY)).isEqualTo(Claims.NONE);
    assertThat(claims.without(desired, TableState.EMPTY)).isEqualTo(claims);
  }

  @Property
  void leadsFromAnyTableToAnyOtherInOneStep(
      @ForAll("tables") DesiredTable from, @ForAll("tables") DesiredTable to) throws IpvsException {
    var kernel = new MemoryIpvsTable();
    var foreign = service(MAIL, server(9, 9));
    run(kernel, List.of(new TableChange.AddService(foreign.service())));
    run(kernel, List.of(new TableChange.AddServer(MAIL, server(9, 9))));
    run(kernel, TableDiff.between(kernel.read(), from, Claims.NONE));
    var claims = Claims.NONE.with(from, TableState.EMPTY);

    run(kernel, TableDiff.between(kernel.read(), to, claims));

    assertThat(TableDiff.between(kernel.read(), to, claims)).isEmpty();
    assertThat(kernel.read().find(MAIL)).contains(foreign);
    for (var wanted : to.services()) {
      var now = kernel.read().find(wanted.service().key()).orElseThrow();
      assertThat(now.service()).isEqualTo(wanted.service());
      assertThat(now.servers().stream().map(ServerState::server))
          .containsExactlyInAnyOrderElementsOf(wanted.servers());
    }
    assertThat(kernel.read().services()).hasSize(to.services().size() + 1);
  }

  /** Owned services at a few places with a few servers each. */
  @Provide
  Arbitrary<DesiredTable> tables() {
    var servers =
        Combinators.combine(Arbitraries.integers().between(1, 4), Arbitraries.of(0, 1, 5))
            .as(TableDiffTest::server)
            .list()
            .ofMaxSize(4)
            .uniqueElements(RealServer::key);
    var service =
        Combinators.combine(Arbitraries.of(WEB, TLS), Arbitraries.of("rr", "wlc"), servers)
            .as((key, scheduler, list) ->
                new DesiredService(new VirtualService(key, scheduler), list, OWNED));
    return service
        .list()
        .ofMaxSize(2)
        .uniqueElements(it -> it.service().key())
        .map(DesiredTable::new);
  }

  private static void run(IpvsTable kernel, List<TableChange> changes) throws IpvsException {
    for (var change : changes) {
      kernel.apply(change);
    }
  }

  private static ServiceKey place(int port) {
    return new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.10"), port);
  }

  private static RealServer server(int last, int weight) {
    return new RealServer(
        new ServerKey(InetAddress.ofLiteral("10.0.0." + last), 80),
        new Forwarding.Direct(),
        weight);
  }

  private static DesiredTable table(DesiredService... services) {
    return new DesiredTable(List.of(services));
  }

  private static DesiredService wanted(ServiceKey key, Tenure tenure, RealServer... servers) {
    return new DesiredService(new VirtualService(key, "wlc"), List.of(servers), tenure);
  }

  private static TableState state(ServiceState... services) {
    return new TableState(List.of(services));
  }

  private static ServiceState service(ServiceKey key, RealServer... servers) {
    return new ServiceState(
        new VirtualService(key, "wlc"),
        Counters.ZERO,
        Stream.of(servers).map(server -> new ServerState(server, 0, 0, 0, Counters.ZERO)).toList());
  }
}
