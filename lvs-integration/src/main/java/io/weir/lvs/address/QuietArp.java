package io.weir.lvs.address;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the machine from answering ARP for addresses on its loopback interface, and from naming
 * them in questions of its own, while that is wanted (Documentation/networking/ip-sysctl,
 * arp_ignore and arp_announce). What it has set it sets back, and so does it with what a Weir has
 * set that was killed. For one thread at a time.
 */
public final class QuietArp {
  static final String IGNORE = "net.ipv4.conf.all.arp_ignore";
  static final String ANNOUNCE = "net.ipv4.conf.all.arp_announce";

  /** What is needed at least; more is stricter still. */
  static final Map<String, Integer> NEEDED = needed();

  private final Sysctls sysctls;
  private final Remembered remembered;
  private final Map<String, String> former = new LinkedHashMap<>();
  private Map<String, String> kept = Map.of();
  private Optional<String> trouble = Optional.empty();

  QuietArp(Sysctls sysctls, Remembered remembered) {
    this.sysctls = sysctls;
    this.remembered = remembered;
  }

  private static Map<String, Integer> needed() {
    var needed = new LinkedHashMap<String, Integer>();
    needed.put(IGNORE, 1);
    needed.put(ANNOUNCE, 2);
    return needed;
  }

  /**
   * Takes over what a Weir that was killed has set; what somebody else has set since then stays.
   *
   * @return what each of these settings was before
   */
  Map<String, String> adopt() {
    var adopted = new LinkedHashMap<String, String>();
    // As it is kept there by now; what is not taken over leaves with the next change.
    kept = remembered.left();
    kept.forEach((name, was) -> {
      if (isAsNeeded(name)) {
        former.putIfAbsent(name, was);
        adopted.put(name, was);
      }
    });
    return adopted;
  }

  /** Why what was set cannot be set back after a kill; empty: it can. */
  Optional<String> trouble() {
    return trouble;
  }

  /**
   * Sets what is needed, or sets back what was.
   *
   * @return each setting that has another value now
   */
  public Map<String, String> settle(boolean isWanted) throws IOException {
    return isWanted ? quiet() : restore();
  }

  private Map<String, String> quiet() throws IOException {
    var changes = new LinkedHashMap<String, String>();
    for (var need : NEEDED.entrySet()) {
      var now = sysctls.read(need.getKey());
      if (now.isPresent() && number(now.get()) < need.getValue()) {
        former.putIfAbsent(need.getKey(), now.get());
        changes.put(need.getKey(), String.valueOf(need.getValue()));
      }
    }
    // Before they are set: a kill may come at any moment.
    remember();
    for (var change : changes.entrySet()) {
      sysctls.write(change.getKey(), change.getValue());
    }
    return changes;
  }

  private void remember() {
    if (former.equals(kept)) {
      return;
    }
    try {
      remembered.keep(former);
      kept = Map.copyOf(former);
      trouble = Optional.empty();
    } catch (IOException e) {
      trouble = Optional.of(e.toString());
    }
  }

  private boolean isAsNeeded(String name) {
    return sysctls.read(name).filter(it -> it.equals(String.valueOf(NEEDED.get(name)))).isPresent();
  }

  /** But for what somebody else has set meanwhile. */
  private Map<String, String> restore() throws IOException {
    var changed = new LinkedHashMap<String, String>();
    for (var setting : new LinkedHashMap<>(former).entrySet()) {
      var name = setting.getKey();
      if (isAsNeeded(name)) {
        sysctls.write(name, setting.getValue());
        changed.put(name, setting.getValue());
      }
      former.remove(name);
    }
    remember();
    return changed;
  }

  /** The number; a text that is none is taken for more than is ever needed. */
  static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException _) {
      return Integer.MAX_VALUE;
    }
  }
}
