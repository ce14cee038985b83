package io.weir.lvs.table;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is wanted of IPVS beside its table.
 *
 * @param daemons at most one of each role
 * @param timeouts one of zero stays as it is
 * @param governed roles that are Weir's alone: a daemon of one that is not wanted now is stopped,
 *     whoever has started it
 */
public record KernelSettings(
    List<SyncDaemon> daemons, Timeouts timeouts, Set<SyncDaemon.Role> governed) {
  /** Nothing is asked for. */
  public static final KernelSettings NONE =
      new KernelSettings(List.of(), new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO));

  public KernelSettings {
    daemons = List.copyOf(daemons);
    governed = Set.copyOf(governed);
    var roles = EnumSet.noneOf(SyncDaemon.Role.class);
    for (var daemon : daemons) {
      if (!roles.add(daemon.role())) {
        throw new IllegalArgumentException("found two daemons of role " + daemon.role());
      }
    }
  }

  /** What is wanted; daemons of other roles are somebody else's. */
  public KernelSettings(List<SyncDaemon> daemons, Timeouts timeouts) {
    this(daemons, timeouts, Set.of());
  }

  /** Whether nothing is asked for. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
