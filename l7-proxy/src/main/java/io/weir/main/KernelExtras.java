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

/** What a configuration wants of the kernel's IPVS beside its table. Pure. */
final class KernelExtras {
  private KernelExtras() {}

  /** Sync daemons and time-outs. */
  static KernelSettings of(WeirConfig config) {
    return config.director().map(KernelExtras::of).orElse(KernelSettings.NONE);
  }

  private static KernelSettings of(Director director) {
    return new KernelSettings(
        director.syncs().stream().map(KernelExtras::daemon).toList(),
        timeouts(director.timeouts()));
  }

  private static SyncDaemon daemon(Sync sync) {
    var role =
        switch (sync.role()) {
          case MASTER -> SyncDaemon.Role.MASTER;
          case BACKUP -> SyncDaemon.Role.BACKUP;
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
