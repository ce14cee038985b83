package io.weir.lvs.address;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the machine from answering ARP for addresses on its loopback interface, and from naming
 * them in questions of its own, while that is wanted (Documentation/networking/ip-sysctl,
 * arp_ignore and arp_announce). What it has set it sets back. For one thread at a time.
 */
public final class QuietArp {
  static final String IGNORE = "net.ipv4.conf.all.arp_ignore";
  static final String ANNOUNCE = "net.ipv4.conf.all.arp_announce";

  /** What is needed at least; more is stricter still. */
  static final Map<String, Integer> NEEDED = needed();

  private final Sysctls sysctls;
  private final Map<String, String> former = new LinkedHashMap<>();

  public QuietArp(Sysctls sysctls) {
    this.sysctls = sysctls;
  }

  private static Map<String, Integer> needed() {
    var needed = new LinkedHashMap<String, Integer>();
    needed.put(IGNORE, 1);
    needed.put(ANNOUNCE, 2);
    return needed;
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
    var changed = new LinkedHashMap<String, String>();
    for (var need : NEEDED.entrySet()) {
      var now = sysctls.read(need.getKey());
      if (now.isPresent() && number(now.get()) < need.getValue()) {
        var value = String.valueOf(need.getValue());
        sysctls.write(need.getKey(), value);
        former.putIfAbsent(need.getKey(), now.get());
        changed.put(need.getKey(), value);
      }
    }
    return changed;
  }

  /** But for what somebody else has set meanwhile. */
  private Map<String, String> restore() throws IOException {
    var changed = new LinkedHashMap<String, String>();
    for (var setting : new LinkedHashMap<>(former).entrySet()) {
      var name = setting.getKey();
      boolean isOwn =
          sysctls.read(name).filter(it -> it.equals(String.valueOf(NEEDED.get(name)))).isPresent();
      if (isOwn) {
        sysctls.write(name, setting.getValue());
        changed.put(name, setting.getValue());
      }
      former.remove(name);
    }
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
