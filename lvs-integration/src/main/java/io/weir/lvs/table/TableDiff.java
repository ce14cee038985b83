package io.weir.lvs.table;

import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.TableState.ServiceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The least that leads from the table that is to the one that is wanted. Nothing is ever deleted to
 * be made anew, since its connections would be lost, and what Weir does not answer for stays as it
 * is. Pure.
 *
 * <p>The order is that in which clients are served throughout: services and servers come before
 * others go.
 */
public final class TableDiff {
  private final List<TableChange> addedServices = new ArrayList<>();
  private final List<TableChange> changedServices = new ArrayList<>();
  private final List<TableChange> addedServers = new ArrayList<>();
  private final List<TableChange> changedServers = new ArrayList<>();
  private final List<TableChange> deletedServers = new ArrayList<>();
  private final List<TableChange> deletedServices = new ArrayList<>();

  private TableDiff() {}

  /**
   * What has to be done, in the order in which it has to be done.
   *
   * @param claims what may be taken away, beside surplus servers of services that are owned
   */
  public static List<TableChange> between(TableState actual, DesiredTable desired, Claims claims) {
    var diff = new TableDiff();
    var present = new HashMap<ServiceKey, ServiceState>();
    actual.services().forEach(service -> present.put(service.service().key(), service));
    var wanted = new HashSet<ServiceKey>();
    for (var service : desired.services()) {
      var key = service.service().key();
      wanted.add(key);
      diff.compare(present.get(key), service, claims.guests().getOrDefault(key, Set.of()));
    }
    for (var service : actual.services()) {
      if (!wanted.contains(service.service().key())) {
        diff.leave(service, claims);
      }
    }
    return diff.inOrder();
  }

  private List<TableChange> inOrder() {
    var all = new ArrayList<>(addedServices);
    all.addAll(changedServices);
    all.addAll(addedServers);
    all.addAll(changedServers);
    all.addAll(deletedServers);
    all.addAll(deletedServices);
    return List.copyOf(all);
  }

  private void compare(
      @Nullable ServiceState actual, DesiredService desired, Set<ServerKey> guests) {
    var key = desired.service().key();
    if (actual == null) {
      addedServices.add(new TableChange.AddService(desired.service()));
      desired.servers().forEach(server -> addedServers.add(new TableChange.AddServer(key, server)));
      return;
    }
    if (desired.tenure() == Tenure.OWNED && !actual.service().equals(desired.service())) {
      changedServices.add(new TableChange.SetService(desired.service()));
    }
    var surplus = serversOf(actual);
    for (var server : desired.servers()) {
      var now = surplus.remove(server.key());
      if (now == null) {
        addedServers.add(new TableChange.AddServer(key, server));
      } else if (!now.equals(server)) {
        changedServers.add(new TableChange.SetServer(key, server));
      }
    }
    for (var server : surplus.keySet()) {
      if (desired.tenure() == Tenure.OWNED || guests.contains(server)) {
        deletedServers.add(new TableChange.DeleteServer(key, server));
      }
    }
  }

  /** Takes away what is claimed of a service that is wanted no more. */
  private void leave(ServiceState actual, Claims claims) {
    var key = actual.service().key();
    var guests = claims.guests().getOrDefault(key, Set.of());
    int others = 0;
    for (var server : serversOf(actual).keySet()) {
      if (guests.contains(server)) {
        deletedServers.add(new TableChange.DeleteServer(key, server));
      } else {
        others++;
      }
    }
    boolean isShared = claims.guests().containsKey(key);
    if (claims.services().contains(key) && (!isShared || others == 0)) {
      deletedServices.add(new TableChange.DeleteService(key));
    }
  }

  private static Map<ServerKey, RealServer> serversOf(ServiceState service) {
    var servers = new LinkedHashMap<ServerKey, RealServer>();
    service.servers().forEach(it -> servers.put(it.server().key(), it.server()));
    return servers;
  }
}
