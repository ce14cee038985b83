package io.weir.lvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.KernelSettings;
import io.weir.lvs.table.MemoryIpvsTable;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.SettingsChange;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.SyncDaemon.Role;
import io.weir.lvs.table.TableChange;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.Timeouts;
import io.weir.lvs.table.VirtualService;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableKeeperTest {
  private static final ServiceKey WEB =
      new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.10"), 80);
  private static final KernelSettings MASTER =
      new KernelSettings(
          List.of(new SyncDaemon(Role.MASTER, "eth0", 7)),
          new Timeouts(Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO));
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final MemoryIpvsTable kernel = new MemoryIpvsTable();
  private final Heard heard = new Heard();
  private TableKeeper keeper;

  @AfterEach
  void close() {
    keeper.close();
  }

  @Test
  void makesTheTableWhatIsWanted() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);

    keeper.want(table(server(1, 5))).join();

    assertThat(servers()).containsExactly(server(1, 5));
    assertThat(heard.next()).isEqualTo("changed 2");
    assertThat(keeper.seen()).contains(kernel.read());
  }

  @Test
  void changesAWeightWithoutReadingTheTableAgain() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    keeper.want(table(server(1, 5))).join();
    int reads = kernel.reads();

    keeper.want(table(server(1, 7))).join();

    assertThat(kernel.reads()).isEqualTo(reads);
    assertThat(kernel.changes()).last().isEqualTo(new TableChange.SetServer(WEB, server(1, 7)));
    assertThat(servers()).containsExactly(server(1, 7));
  }

  @Test
  void repairsWhatOthersChange() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, LONG);
    keeper.want(table(server(1, 5))).join();
    assertThat(heard.next()).isEqualTo("changed 2");

    kernel.apply(new TableChange.SetServer(WEB, server(1, 1)));

    assertThat(heard.next()).isEqualTo("repaired 1");
    assertThat(servers()).containsExactly(server(1, 5));
  }

  @Test
  void findsWhatOthersChangeWhenItChangesSomethingItself() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    keeper.want(table(server(1, 5))).join();
    kernel.apply(new TableChange.DeleteService(WEB));

    keeper.want(table(server(1, 7))).join();

    assertThat(servers()).containsExactly(server(1, 7));
  }

  @Test
  void stopsADaemonThatAFormerRunHasLeftIfItsRoleIsWeirs() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    kernel.start(new SyncDaemon(Role.MASTER, "eth0", 7));
    var backup = new SyncDaemon(Role.BACKUP, "eth0", 7);
    var settings =
        new KernelSettings(
            List.of(backup), KernelSettings.NONE.timeouts(), Set.of(Role.MASTER, Role.BACKUP));

    keeper.want(DesiredTable.NOTHING.with(settings)).join();

    assertThat(kernel.daemons()).containsExactly(backup);
  }

  @Test
  void letsAServerGoInPeace() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, LONG);
    keeper.want(table(server(1, 5), server(2, 5))).join();
    kernel.active(server(1, 5).key(), 3);
    assertThat(heard.next()).isEqualTo("changed 3");

    keeper.want(table(server(2, 5))).join();

    assertThat(heard.next()).isEqualTo("changed 1");
    assertThat(servers()).containsExactly(server(1, 0), server(2, 5));

    kernel.active(server(1, 5).key(), 0);

    assertThat(heard.next()).isEqualTo("changed 1");
    assertThat(servers()).containsExactly(server(2, 5));
  }

  @Test
  void doesNotWaitForConnectionsWithoutEnd() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, SHORT);
    keeper.want(table(server(1, 5))).join();
    kernel.active(server(1, 5).key(), 3);

    keeper.want(table()).join();
    heard.next();
    heard.next();

    assertThat(heard.next()).isEqualTo("changed 1");
    assertThat(servers()).isEmpty();
  }

  @Test
  void tellsOfAFailureOnceAndGoesOnTrying() throws IpvsException {
    kernel.failWith(new IpvsFailure.NoIpvs());
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, LONG);
    var wanted = keeper.want(table(server(1, 5)));

    assertThatThrownBy(wanted::join).hasCauseInstanceOf(IpvsException.class);
    assertThat(heard.next()).startsWith("failed no IPVS in this kernel");

    kernel.failWith(null);

    assertThat(heard.next()).isEqualTo("recovered");
    assertThat(heard.next()).isEqualTo("repaired 2");
    assertThat(servers()).containsExactly(server(1, 5));
  }

  @Test
  void doesForOneServiceWhatItCannotDoForAnother() throws IpvsException {
    var other = new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.10"), 81);
    kernel.refuse(other);
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    var bad = new DesiredService(new VirtualService(other, "nosuch"), List.of(), Tenure.OWNED);
    var good = table(server(1, 5)).services().getFirst();

    var wanted = keeper.want(new DesiredTable(List.of(bad, good)));

    assertThatThrownBy(wanted::join).hasMessageContaining("the kernel has no ip_vs_nosuch");
    assertThat(servers()).containsExactly(server(1, 5));
  }

  @Test
  void opensATableThatDoesNotAnswerAgain() {
    var opened = new java.util.concurrent.atomic.AtomicInteger();
    keeper =
        TableKeeper.start(
            () -> {
              opened.incrementAndGet();
              return kernel;
            },
            heard,
            SHORT,
            LONG);
    keeper.want(table(server(1, 5))).join();
    heard.next();

    kernel.failWith(new IpvsFailure.NoAnswer("read services", "nothing"));
    assertThat(heard.next()).startsWith("failed");
    kernel.failWith(null);

    assertThat(heard.next()).isEqualTo("recovered");
    assertThat(opened.get()).isGreaterThan(1);
  }

  @Test
  void doesNotWaitForConnectionsThatItIsToldHaveEnded() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    keeper.want(table(server(1, 5))).join();
    kernel.active(server(1, 5).key(), 3);

    keeper.wantAtOnce(table()).join();

    assertThat(servers()).isEmpty();
  }

  @Test
  void doesWhatIsWantedBeforeItEnds() throws IpvsException {
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    keeper.want(table(server(1, 5))).join();

    keeper.want(DesiredTable.NOTHING);
    keeper.close();

    assertThat(kernel.read().services()).isEmpty();
  }

  @Test
  void takesAwayWhatAFormerRunHasLeftAndIsNotWanted() throws IpvsException {
    kernel.apply(new TableChange.AddService(new VirtualService(WEB, "wlc")));
    kernel.apply(new TableChange.AddServer(WEB, server(1, 5)));
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);

    keeper.want(new DesiredTable(List.of(), Set.of(WEB))).join();

    assertThat(kernel.read().services()).isEmpty();
  }

  @Test
  void doesNotLookAtAKernelThatNothingIsWantedOf() {
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, LONG);

    keeper.want(DesiredTable.NOTHING).join();

    assertThat(kernel.reads()).isZero();
  }

  private List<RealServer> servers() throws IpvsException {
    return kernel.read().find(WEB).stream()
        .flatMap(service -> service.servers().stream())
        .map(ServerState::server)
        .toList();
  }

  private static DesiredTable table(RealServer... servers) {
    var service = new VirtualService(WEB, "wlc");
    return new DesiredTable(List.of(new DesiredService(service, List.of(servers), Tenure.OWNED)));
  }

  @Test
  void startsADaemonAndSetsTimeoutsAndRepairsThem() {
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, LONG);

    keeper.want(DesiredTable.NOTHING.with(MASTER)).join();

    assertThat(heard.next())
        .isEqualTo("adjusted [start sync master on eth0 id 7, set timeouts fin 30s]");
    assertThat(kernel.timeouts().tcp()).isEqualTo(Duration.ofMinutes(15));
    kernel.stop(Role.MASTER);
    assertThat(heard.next()).isEqualTo("adjusted [start sync master on eth0 id 7]");
  }

  @Test
  void stopsOnlyADaemonThatItWasAskedFor() throws IpvsException {
    var foreign = new SyncDaemon(Role.BACKUP, "eth1", 3);
    kernel.start(foreign);
    keeper = TableKeeper.start(() -> kernel, heard, LONG, LONG);
    keeper.want(DesiredTable.NOTHING.with(MASTER)).join();
    assertThat(heard.next()).startsWith("adjusted [start sync master");

    keeper.want(table(server(1, 5))).join();

    assertThat(kernel.daemons()).containsExactly(foreign);
    assertThat(kernel.timeouts().tcpFin()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void keepsTheTableThoughADaemonIsRefused() {
    kernel.refuseDaemons();
    keeper = TableKeeper.start(() -> kernel, heard, SHORT, LONG);

    keeper.want(table(server(1, 5)).with(MASTER)).join();

    assertThat(heard.next()).isEqualTo("changed 2");
    assertThat(heard.next()).isEqualTo("failed start: there is no network device \"eth0\"");
    keeper.want(table(server(1, 7)).with(MASTER)).join();
    assertThat(heard.next()).isEqualTo("changed 1");
    keeper.want(table(server(1, 7))).join();
    assertThat(heard.next()).isEqualTo("recovered");
  }

  private static RealServer server(int last, int weight) {
    return new RealServer(
        new ServerKey(InetAddress.ofLiteral("10.0.0." + last), 80),
        new Forwarding.Direct(),
        weight);
  }

  /** What the keeper told, in order. */
  private static final class Heard implements KeeperListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    String next() {
      try {
        return String.valueOf(told.poll(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void changed(List<TableChange> changes) {
      told.add("changed " + changes.size());
    }

    @Override
    public void repaired(List<TableChange> changes) {
      told.add("repaired " + changes.size());
    }

    @Override
    public void adjusted(List<SettingsChange> changes) {
      told.add("adjusted " + changes);
    }

    @Override
    public void failed(IpvsFailure failure) {
      told.add("failed " + failure.text());
    }

    @Override
    public void recovered() {
      told.add("recovered");
    }
  }
}
