package io.weir.lvs.address;

import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a machine lacks for packets of a virtual address to be taken in as they come (DR and
 * tunnels), and for it not to draw those of others. Pure.
 */
public final class ServerAdvice {
  private static final String LOOPBACK = "lo";

  private ServerAdvice() {}

  /**
   * A virtual address as this machine serves it.
   *
   * @param isDirectedHere whether this machine is the one that all clients reach
   * @param isTunnel whether packets come wrapped
   */
  public record Served(InetAddress address, boolean isDirectedHere, boolean isTunnel) {}

  /**
   * What the machine has.
   *
   * @param interfaces the addresses of each interface, by its name
   */
  public record Machine(Map<String, Set<InetAddress>> interfaces, Sysctls sysctls) {
    public Machine {
      interfaces = Map.copyOf(interfaces);
    }
  }

  /** What is missing, and what to do; a line each. */
  public static List<String> on(Served served, Machine machine) {
    var advice = new ArrayList<String>();
    place(served, machine).ifPresent(advice::add);
    if (!served.isDirectedHere() && Family.of(served.address()) == Family.IPV4) {
      QuietArp.NEEDED.forEach(
          (name, needed) -> arp(name, needed, served, machine).ifPresent(advice::add));
    }
    if (served.isTunnel() && Family.of(served.address()) == Family.IPV4) {
      filter(machine).ifPresent(advice::add);
    }
    return List.copyOf(advice);
  }

  private static Optional<String> place(Served served, Machine machine) {
    var text = AddressText.of(served.address());
    var on =
        machine.interfaces().entrySet().stream()
            .filter(it -> it.getValue().contains(served.address()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (on.isEmpty()) {
      return Optional.of(
          "packets for %s are not taken in: no interface has the address; run: ip addr add %s/%d dev lo, or write in register: vip on lo"
              .formatted(text, text, Family.of(served.address()).bits()));
    }
    if (!served.isDirectedHere() && !on.contains(LOOPBACK)) {
      return Optional.of(
          "packets for %s may miss the director: %s has the address, and tells the neighbours; expected it on lo"
              .formatted(text, on.getFirst()));
    }
    return Optional.empty();
  }

  /** The kernel goes by the larger of the setting for all interfaces and that of the one asked. */
  private static Optional<String> arp(String name, int needed, Served served, Machine machine) {
    var all = machine.sysctls().read(name);
    if (all.isEmpty() || QuietArp.number(all.get()) >= needed) {
      return Optional.empty();
    }
    boolean isQuietEverywhere =
        machine.interfaces().keySet().stream()
            .filter(it -> !it.equals(LOOPBACK))
            .allMatch(it -> isEnough(machine, name.replace(".all.", "." + it + "."), needed));
    return isQuietEverywhere
        ? Optional.empty()
        : Optional.of(
            "packets for %s may miss the director: this machine speaks of the address in ARP: %s is %s; expected %d; run: sysctl -w %s=%d, or write in register: vip on lo quiet"
                .formatted(
                    AddressText.of(served.address()), name, all.get(), needed, name, needed));
  }

  private static boolean isEnough(Machine machine, String name, int needed) {
    return machine.sysctls().read(name).filter(it -> QuietArp.number(it) >= needed).isPresent();
  }

  /** Strict filtering drops what comes out of a tunnel: its way back is another interface. */
  private static Optional<String> filter(Machine machine) {
    var all = machine.sysctls().read("net.ipv4.conf.all.rp_filter").orElse("0");
    var tunnel = machine.sysctls().read("net.ipv4.conf.tunl0.rp_filter").orElse("0");
    int effective = Math.max(QuietArp.number(all), QuietArp.number(tunnel));
    return effective == 1
        ? Optional.of(
            "what comes out of a tunnel is dropped: net.ipv4.conf.all.rp_filter is %s and net.ipv4.conf.tunl0.rp_filter is %s; expected 0 or 2"
                .formatted(all, tunnel))
        : Optional.empty();
  }
}
