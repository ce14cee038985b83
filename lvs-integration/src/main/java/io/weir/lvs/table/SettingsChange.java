package io.weir.lvs.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One change of what IPVS has beside its table. */
public sealed interface SettingsChange {
  /** A daemon that runs otherwise than wanted, or no longer should, is stopped. */
  record StopDaemon(SyncDaemon.Role role) implements SettingsChange {
    @Override
    public String toString() {
      return "stop sync " + word(role);
    }
  }

  /** A daemon is started. */
  record StartDaemon(SyncDaemon daemon) implements SettingsChange {
    @Override
    public String toString() {
      return "start sync %s on %s id %d"
          .formatted(word(daemon.role()), daemon.device(), daemon.id());
    }
  }

  /** Time-outs are set; those of zero stay as they are. */
  record SetTimeouts(Timeouts timeouts) implements SettingsChange {
    @Override
    public String toString() {
      var all = new ArrayList<String>();
      add(all, "tcp", timeouts.tcp());
      add(all, "fin", timeouts.tcpFin());
      add(all, "udp", timeouts.udp());
      return "set timeouts " + String.join(", ", all);
    }

    private static void add(List<String> all, String word, Duration timeout) {
      if (!timeout.isZero()) {
        all.add(word + " " + timeout.toSeconds() + "s");
      }
    }
  }

  private static String word(SyncDaemon.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The least that has to be done, in its order. A daemon that nobody asks for is stopped only if
   * it is Weir's own. Pure.
   *
   * @param running the daemons that there are
   * @param own roles whose daemon Weir has asked for before
   */
  static List<SettingsChange> between(
      List<SyncDaemon> running, Timeouts now, KernelSettings wanted, Set<SyncDaemon.Role> own) {
    var changes = new ArrayList<SettingsChange>();
    for (var daemon : running) {
      var same = wanted.daemons().stream().filter(it -> it.role() == daemon.role()).findFirst();
      boolean isOther = same.isPresent() && !same.get().isRunAs(daemon);
      if (isOther || same.isEmpty() && own.contains(daemon.role())) {
        changes.add(new StopDaemon(daemon.role()));
      }
    }
    for (var daemon : wanted.daemons()) {
      if (running.stream().noneMatch(daemon::isRunAs)) {
        changes.add(new StartDaemon(daemon));
      }
    }
    var timeouts = wanted.timeouts();
    boolean isSet =
        isSet(timeouts.tcp(), now.tcp())
            && isSet(timeouts.tcpFin(), now.tcpFin())
            && isSet(timeouts.udp(), now.udp());
    if (!isSet) {
      changes.add(new SetTimeouts(timeouts));
    }
    return List.copyOf(changes);
  }

  private static boolean isSet(Duration wanted, Duration now) {
    return wanted.isZero() || wanted.equals(now);
  }
}
