package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Sync;
import io.weir.dsl.model.TableTimeouts;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.table.KernelSettings;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.Timeouts;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a configuration wants of the kernel's IPVS beside its table. Pure. */
final class KernelExtras {
  private KernelExtras() {}

  /**
   * Sync daemons and time-outs.
   *
   * @param active the numbers of the virtual routers that are active on this machine
   */
  static KernelSettings of(WeirConfig config, Set<Integer> active) {
    return config.director().map(it -> of(it, active)).orElse(KernelSettings.NONE);
  }

  private static KernelSettings of(Director director, Set<Integer> active) {
    // Who is one of the two by turns must not find the other one running, whoever has left it.
    boolean isByTurns = director.syncs().stream().anyMatch(it -> it.role() == Sync.Role.VRRP);
    return new KernelSettings(
        director.syncs().stream().map(it -> daemon(it, active)).toList(),
        timeouts(director.timeouts()),
        isByTurns ? EnumSet.allOf(SyncDaemon.Role.class) : Set.of());
  }

  private static SyncDaemon daemon(Sync sync, Set<Integer> active) {
    var role =
        switch (sync.role()) {
          case MASTER -> SyncDaemon.Role.MASTER;
          case BACKUP -> SyncDaemon.Role.BACKUP;
          case VRRP ->
              active.contains(sync.follows().orElseThrow())
                  ? SyncDaemon.Role.MASTER
                  : SyncDaemon.Role.BACKUP;
        };
    return new SyncDaemon(
        role,
        sync.on(),
        sync.id(),
        sync.group().map(InetAddress::ofLiteral),
        sync.port().orElse(0),
        sync.ttl().orElse(0),
        sync.maxLength().orElse(0));
  }

  private static Timeouts timeouts(TableTimeouts timeouts) {
    return new Timeouts(
        timeouts.tcp().orElse(Duration.ZERO),
        timeouts.fin().orElse(Duration.ZERO),
        timeouts.udp().orElse(Duration.ZERO));
  }
}
