package io.weir.lvs.edge.accept;

import io.weir.lvs.table.ServiceKey;
import java.net.InetAddress;
import java.util.Set;

/**
 * What one edge may be.
 *
 * @param addresses that its servers may have
 * @param services that they may serve; empty: all that the director has
 */
public record Allowance(Set<InetAddress> addresses, Set<ServiceKey.Place> services) {
  public Allowance {
    addresses = Set.copyOf(addresses);
    services = Set.copyOf(services);
  }

  boolean covers(InetAddress address, ServiceKey.Place service) {
    return addresses.contains(address) && (services.isEmpty() || services.contains(service));
  }
}
