package io.weir.lvs.table;

import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.TableState.ServiceState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What Weir answers for in the kernel's table, and so may take away again.
 *
 * @param services those that it owns, or that it has made
 * @param guests servers that it wanted in services of someone else
 */
public record Claims(Set<ServiceKey> services, Map<ServiceKey, Set<ServerKey>> guests) {
  public static final Claims NONE = new Claims(Set.of(), Map.of());

  public Claims {
    services = Set.copyOf(services);
    guests = Map.copyOf(guests);
  }

  /** What is claimed once this is wanted too, of a table that is so now. */
  public Claims with(DesiredTable desired, TableState actual) {
    var claimed = new HashSet<>(services);
    claimed.addAll(desired.unwanted());
    var guests = new HashMap<>(this.guests);
    for (var wanted : desired.services()) {
      var key = wanted.service().key();
      switch (wanted.tenure()) {
        case OWNED -> claimed.add(key);
        case SHARED -> {
          if (actual.find(key).isEmpty()) {
            claimed.add(key);
          }
          guests.merge(key, keys(wanted), Claims::union);
        }
      }
    }
    return new Claims(claimed, guests);
  }

  /** What is still claimed when the table is so, and this is wanted. */
  public Claims without(DesiredTable desired, TableState actual) {
    var wanted = new HashMap<ServiceKey, DesiredService>();
    desired.services().forEach(service -> wanted.put(service.service().key(), service));
    var claimed = new HashSet<>(services);
    claimed.removeIf(key -> !wanted.containsKey(key) && actual.find(key).isEmpty());
    var kept = new HashMap<ServiceKey, Set<ServerKey>>();
    guests.forEach((key, servers) -> {
      var now = new HashSet<>(servers);
      var there = actual.find(key).map(Claims::present).orElse(Set.of());
      var asked =
          wanted.containsKey(key) && wanted.get(key).tenure() == Tenure.SHARED
              ? keys(wanted.get(key))
              : Set.<ServerKey>of();
      now.removeIf(server -> !asked.contains(server) && !there.contains(server));
      if (!now.isEmpty()) {
        kept.put(key, Set.copyOf(now));
      }
    });
    return new Claims(claimed, kept);
  }

  private static Set<ServerKey> present(ServiceState service) {
    var keys = new HashSet<ServerKey>();
    service.servers().forEach(it -> keys.add(it.server().key()));
    return keys;
  }

  private static Set<ServerKey> keys(DesiredService service) {
    var keys = new HashSet<ServerKey>();
    service.servers().forEach(it -> keys.add(it.key()));
    return Set.copyOf(keys);
  }

  private static Set<ServerKey> union(Set<ServerKey> one, Set<ServerKey> other) {
    var union = new HashSet<>(one);
    union.addAll(other);
    return Set.copyOf(union);
  }
}
