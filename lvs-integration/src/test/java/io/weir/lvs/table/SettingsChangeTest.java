package io.weir.lvs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.table.SettingsChange.SetTimeouts;
import io.weir.lvs.table.SettingsChange.StartDaemon;
import io.weir.lvs.table.SettingsChange.StopDaemon;
import io.weir.lvs.table.SyncDaemon.Role;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsChangeTest {
  private static final Timeouts USUAL = timeouts(900, 120, 300);
  private static final SyncDaemon MASTER = new SyncDaemon(Role.MASTER, "eth0", 7);
  private static final SyncDaemon BACKUP = new SyncDaemon(Role.BACKUP, "eth0", 7);

  /** As the kernel tells it, with all that it has chosen itself. */
  private static final SyncDaemon RUNNING =
      new SyncDaemon(
          Role.MASTER, "eth0", 7, Optional.of(InetAddress.ofLiteral("224.0.0.81")), 8848, 1, 1472);

  @Test
  void startsWhatIsWanted() {
    assertThat(between(List.of(), wanted(MASTER, BACKUP), Set.of()))
        .containsExactly(new StartDaemon(MASTER), new StartDaemon(BACKUP));
  }

  @Test
  void leavesAloneWhatRunsAsItIsWanted() {
    assertThat(between(List.of(RUNNING), wanted(MASTER), Set.of(Role.MASTER))).isEmpty();
  }

  @Test
  void startsAnewWhatRunsOtherwise() {
    var other = new SyncDaemon(Role.MASTER, "eth1", 7);
    var far = new SyncDaemon(Role.MASTER, "eth0", 7, Optional.empty(), 0, 5, 0);
    var small = new SyncDaemon(Role.MASTER, "eth0", 7, Optional.empty(), 0, 0, 1000);
    var elsewhere =
        new SyncDaemon(
            Role.MASTER, "eth0", 7, Optional.of(InetAddress.ofLiteral("239.0.0.1")), 0, 0, 0);
    for (var daemon : List.of(other, far, small, elsewhere)) {
      assertThat(between(List.of(RUNNING), wanted(daemon), Set.of()))
          .containsExactly(new StopDaemon(Role.MASTER), new StartDaemon(daemon));
    }
  }

  @Test
  void goesBackToTheKernelsOwnSettingsWhereNoneAreWritten() {
    var far = new SyncDaemon(Role.MASTER, "eth0", 7, RUNNING.group(), 8848, 5, 1472);

    assertThat(between(List.of(far), wanted(MASTER), Set.of())).hasSize(2);
  }

  @Test
  void stopsWhatIsItsOwnAndNoLongerWanted() {
    assertThat(between(List.of(RUNNING), KernelSettings.NONE, Set.of(Role.MASTER)))
        .containsExactly(new StopDaemon(Role.MASTER));
  }

  @Test
  void neverTouchesADaemonThatNobodyNames() {
    assertThat(between(List.of(RUNNING), KernelSettings.NONE, Set.of())).isEmpty();
    assertThat(between(List.of(RUNNING), wanted(BACKUP), Set.of()))
        .containsExactly(new StartDaemon(BACKUP));
  }

  @Test
  void setsTimeoutsThatAreOtherwise() {
    var some = new KernelSettings(List.of(), timeouts(0, 30, 0));

    assertThat(between(List.of(), some, Set.of()))
        .containsExactly(new SetTimeouts(timeouts(0, 30, 0)));
    assertThat(SettingsChange.between(List.of(), timeouts(900, 30, 300), some, Set.of())).isEmpty();
  }

  @Test
  void saysInAWordWhatIsDone() {
    assertThat(new StartDaemon(MASTER)).hasToString("start sync master on eth0 id 7");
    assertThat(new StopDaemon(Role.BACKUP)).hasToString("stop sync backup");
    assertThat(new SetTimeouts(timeouts(0, 30, 60))).hasToString("set timeouts fin 30s, udp 60s");
  }

  @Test
  void knowsOneDaemonOfEachRoleOnly() {
    assertThatThrownBy(() -> wanted(MASTER, MASTER)).hasMessageContaining("MASTER");
  }

  private static List<SettingsChange> between(
      List<SyncDaemon> running, KernelSettings wanted, Set<Role> own) {
    return SettingsChange.between(running, USUAL, wanted, own);
  }

  private static KernelSettings wanted(SyncDaemon... daemons) {
    return new KernelSettings(List.of(daemons), KernelSettings.NONE.timeouts());
  }

  private static Timeouts timeouts(int tcp, int fin, int udp) {
    return new Timeouts(Duration.ofSeconds(tcp), Duration.ofSeconds(fin), Duration.ofSeconds(udp));
  }
}
