package io.weir.lvs.table;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * What is wanted of IPVS beside its table.
 *
 * @param daemons at most one of each role
 * @param timeouts one of zero stays as it is
 */
public record KernelSettings(List<SyncDaemon> daemons, Timeouts timeouts) {
  /** Nothing is asked for. */
  public static final KernelSettings NONE =
      new KernelSettings(List.of(), new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO));

  public KernelSettings {
    daemons = List.copyOf(daemons);
    var roles = EnumSet.noneOf(SyncDaemon.Role.class);
    for (var daemon : daemons) {
      if (!roles.add(daemon.role())) {
        throw new IllegalArgumentException("found two daemons of role " + daemon.role());
      }
    }
  }

  /** Whether nothing is asked for. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
