package io.weir.lvs;

import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the kernel had better be set to for a table (Documentation/networking/ipvs-sysctl). Pure.
 */
public final class Advice {
  private Advice() {}

  /**
   * What to set otherwise, and why; a line each.
   *
   * @param sysctl the value of a setting, if it can be read
   */
  public static List<String> on(DesiredTable table, Function<String, Optional<String>> sysctl) {
    Predicate<String> isOff = name -> sysctl.apply(name).filter(it -> it.equals("0")).isPresent();
    var owned = table.services().stream().filter(it -> it.tenure() == Tenure.OWNED).toList();
    var advice = new ArrayList<String>();
    if (isForwarding(owned, Family.IPV4) && isOff.test("net.ipv4.ip_forward")) {
      advice.add("servers behind NAT cannot answer: net.ipv4.ip_forward is 0; set it to 1");
    }
    if (isForwarding(owned, Family.IPV6) && isOff.test("net.ipv6.conf.all.forwarding")) {
      advice.add(
          "servers behind NAT cannot answer: net.ipv6.conf.all.forwarding is 0; set it to 1");
    }
    if (!owned.isEmpty() && isOff.test("net.ipv4.vs.expire_nodest_conn")) {
      advice.add(
          "clients of a server that is taken out hang until they give up:"
              + " net.ipv4.vs.expire_nodest_conn is 0; set it to 1");
    }
    boolean isPersistent = owned.stream().anyMatch(it -> it.service().persistence().isPresent());
    if (isPersistent && isOff.test("net.ipv4.vs.expire_quiescent_template")) {
      advice.add(
          "clients come back to a server of weight 0:"
              + " net.ipv4.vs.expire_quiescent_template is 0; set it to 1");
    }
    return List.copyOf(advice);
  }

  private static boolean isForwarding(List<DesiredService> services, Family family) {
    return services.stream()
        .filter(it -> it.service().key().family() == family)
        .flatMap(it -> it.servers().stream())
        .anyMatch(it -> it.forwarding() instanceof Forwarding.Masquerade);
  }
}
