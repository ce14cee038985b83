package io.weir.lvs;

import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsTable;
import io.weir.lvs.table.KernelSettings;
import io.weir.lvs.table.SettingsChange;
import io.weir.lvs.table.SyncDaemon;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keeps daemons and time-outs of IPVS as they are wanted, and knows which are Weir's. */
final class Adjuster {
  private final Set<SyncDaemon.Role> own = EnumSet.noneOf(SyncDaemon.Role.class);
  private KernelSettings made = KernelSettings.NONE;

  /** Whether there is nothing to look after. */
  boolean isIdle(KernelSettings wanted) {
    return wanted.isEmpty() && own.isEmpty();
  }

  /** Whether these settings are those that were made last. */
  boolean isMade(KernelSettings wanted) {
    return made.equals(wanted);
  }

  /**
   * Makes the settings what is wanted. Each change is tried, whatever becomes of the others.
   *
   * @return what was changed
   * @throws IpvsException what the kernel refused first; the rest has been done
   */
  List<SettingsChange> adjust(IpvsTable table, KernelSettings wanted) throws IpvsException {
    if (isIdle(wanted)) {
      made = wanted;
      return List.of();
    }
    own.addAll(wanted.governed());
    var changes = SettingsChange.between(table.daemons(), table.timeouts(), wanted, own);
    wanted.daemons().forEach(daemon -> own.add(daemon.role()));
    var done = new ArrayList<SettingsChange>();
    IpvsException refused = null;
    for (var change : changes) {
      try {
        make(table, change);
        done.add(change);
      } catch (IpvsException e) {
        if (!e.failure().isOfTheKernel()) {
          throw e;
        }
        refused = refused == null ? e : refused;
      }
    }
    if (refused != null) {
      throw refused;
    }
    own.removeIf(role -> wanted.daemons().stream().noneMatch(it -> it.role() == role));
    own.addAll(wanted.governed());
    made = wanted;
    return done;
  }

  private static void make(IpvsTable table, SettingsChange change) throws IpvsException {
    switch (change) {
      case SettingsChange.StopDaemon(var role) -> table.stop(role);
      case SettingsChange.StartDaemon(var daemon) -> table.start(daemon);
      case SettingsChange.SetTimeouts(var timeouts) -> table.timeouts(timeouts);
    }
  }
}
