package io.weir.lvs.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table as it was read, in the kernel's order.
 *
 * @param services no two have one key
 */
public record TableState(List<ServiceState> services) {
  public static final TableState EMPTY = new TableState(List.of());

  public TableState {
    services = List.copyOf(services);
  }

  /**
   * A service, what it has counted, and its servers.
   *
   * @param servers no two have one key
   */
  public record ServiceState(VirtualService service, Counters counters, List<ServerState> servers) {
    public ServiceState {
      servers = List.copyOf(servers);
    }

    /** The server with this key. */
    public Optional<ServerState> find(ServerKey key) {
      return servers.stream().filter(it -> it.server().key().equals(key)).findFirst();
    }
  }

  /**
   * A server and what it has to do.
   *
   * @param active connections that are established or about to be
   * @param inactive all others that are remembered
   * @param persistent templates that clients come back by
   */
  public record ServerState(
      RealServer server, long active, long inactive, long persistent, Counters counters) {
    /** The same with other settings. */
    ServerState with(RealServer changed) {
      return new ServerState(changed, active, inactive, persistent, counters);
    }
  }

  /** The service with this key. */
  public Optional<ServiceState> find(ServiceKey key) {
    return services.stream().filter(it -> it.service().key().equals(key)).findFirst();
  }

  /** The table once the change has been made of it; counters of what is new are 0. */
  public TableState after(TableChange change) {
    var next = new ArrayList<ServiceState>();
    for (var service : services) {
      if (service.service().key().equals(change.of())) {
        changed(service, change).ifPresent(next::add);
      } else {
        next.add(service);
      }
    }
    if (change instanceof TableChange.AddService(var service)) {
      next.add(new ServiceState(service, Counters.ZERO, List.of()));
    }
    return new TableState(next);
  }

  private static Optional<ServiceState> changed(ServiceState state, TableChange change) {
    var servers = new ArrayList<>(state.servers());
    var service = state.service();
    switch (change) {
      case TableChange.AddService _, TableChange.DeleteService _ -> {
        return Optional.empty();
      }
      case TableChange.SetService(var changed) -> service = changed;
      case TableChange.AddServer(_, var server) ->
          servers.addFirst(new ServerState(server, 0, 0, 0, Counters.ZERO));
      case TableChange.SetServer(_, var server) ->
          servers.replaceAll(it -> it.server().key().equals(server.key()) ? it.with(server) : it);
      case TableChange.DeleteServer(_, var key) ->
          servers.removeIf(it -> it.server().key().equals(key));
    }
    return Optional.of(new ServiceState(service, state.counters(), servers));
  }
}
