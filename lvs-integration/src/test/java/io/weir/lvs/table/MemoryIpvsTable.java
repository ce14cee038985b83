package io.weir.lvs.table;

import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.TableState.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a kernel, and is as strict: what is there cannot be added, what is not there cannot be
 * set. Every change is kept. For several threads.
 */
public final class MemoryIpvsTable implements IpvsTable {
  private final Map<ServiceKey, VirtualService> services = new LinkedHashMap<>();
  private final Map<ServiceKey, Map<ServerKey, RealServer>> servers = new LinkedHashMap<>();
  private final Map<ServerKey, Long> active = new LinkedHashMap<>();
  private final List<TableChange> changes = new ArrayList<>();
  private final Map<SyncDaemon.Role, SyncDaemon> daemons = new LinkedHashMap<>();
  private Timeouts timeouts =
      new Timeouts(Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofMinutes(5));
  private @Nullable IpvsFailure failure;
  private @Nullable ServiceKey refused;
  private int reads;
  private boolean hasNoDevices;

  /** Every change that was made, in order. */
  public synchronized List<TableChange> changes() {
    return List.copyOf(changes);
  }

  /** How often it was read. */
  public synchronized int reads() {
    return reads;
  }

  /** From now on everything fails so; null: nothing does. */
  public synchronized void failWith(@Nullable IpvsFailure next) {
    failure = next;
  }

  /** The scheduler of this service is not there. */
  public synchronized void refuse(ServiceKey service) {
    refused = service;
  }

  /** There is no network device for a daemon. */
  public synchronized void refuseDaemons() {
    hasNoDevices = true;
  }

  /** A server has so many connections. */
  public synchronized void active(ServerKey server, long connections) {
    active.put(server, connections);
  }

  @Override
  public synchronized TableState read() throws IpvsException {
    check();
    reads++;
    var state = new ArrayList<ServiceState>();
    services.forEach((key, service) -> {
      var list = new ArrayList<ServerState>();
      of(key)
          .values()
          .forEach(server -> {
            long now = active.getOrDefault(server.key(), 0L);
            list.add(new ServerState(server, now, 0, 0, Counters.ZERO));
          });
      state.add(new ServiceState(service, Counters.ZERO, list));
    });
    return new TableState(state);
  }

  @Override
  public synchronized void apply(TableChange change) throws IpvsException {
    check();
    changes.add(change);
    var name = change.toString();
    switch (change) {
      case TableChange.AddService(var service) -> {
        refuseIf(services.containsKey(service.key()), new IpvsFailure.Exists(name));
        refuseIf(
            service.key().equals(refused),
            new IpvsFailure.NoModule(name, "ip_vs_" + service.scheduler()));
        services.put(service.key(), service);
        servers.put(service.key(), new LinkedHashMap<>());
      }
      case TableChange.SetService(var service) -> {
        refuseIf(!services.containsKey(service.key()), new IpvsFailure.NoService(name));
        services.put(service.key(), service);
      }
      case TableChange.DeleteService(var key) -> {
        refuseIf(services.remove(key) == null, new IpvsFailure.NoService(name));
        servers.remove(key);
      }
      case TableChange.AddServer(var key, var server) -> {
        refuseIf(!services.containsKey(key), new IpvsFailure.NoService(name));
        refuseIf(of(key).containsKey(server.key()), new IpvsFailure.Exists(name));
        of(key).put(server.key(), server);
      }
      case TableChange.SetServer(var key, var server) -> {
        refuseIf(!services.containsKey(key), new IpvsFailure.NoService(name));
        refuseIf(!of(key).containsKey(server.key()), new IpvsFailure.NoServer(name));
        of(key).put(server.key(), server);
      }
      case TableChange.DeleteServer(var key, var server) -> {
        refuseIf(!services.containsKey(key), new IpvsFailure.NoService(name));
        refuseIf(of(key).remove(server) == null, new IpvsFailure.NoServer(name));
      }
    }
  }

  private Map<ServerKey, RealServer> of(ServiceKey key) {
    return servers.getOrDefault(key, new LinkedHashMap<>());
  }

  private void check() throws IpvsException {
    if (failure != null) {
      throw new IpvsException(failure);
    }
  }

  private static void refuseIf(boolean isWrong, IpvsFailure failure) throws IpvsException {
    if (isWrong) {
      throw new IpvsException(failure);
    }
  }

  @Override
  public void zero() {}

  @Override
  public void zero(ServiceKey service) {}

  @Override
  public synchronized Timeouts timeouts() {
    return timeouts;
  }

  @Override
  public synchronized void timeouts(Timeouts next) {
    timeouts =
        new Timeouts(
            next.tcp().isZero() ? timeouts.tcp() : next.tcp(),
            next.tcpFin().isZero() ? timeouts.tcpFin() : next.tcpFin(),
            next.udp().isZero() ? timeouts.udp() : next.udp());
  }

  @Override
  public IpvsInfo info() {
    return new IpvsInfo("1.2.1", 4096);
  }

  @Override
  public synchronized List<SyncDaemon> daemons() {
    return List.copyOf(daemons.values());
  }

  @Override
  public synchronized void start(SyncDaemon daemon) throws IpvsException {
    refuseIf(hasNoDevices, new IpvsFailure.NoDevice("start", daemon.device()));
    var before = Optional.ofNullable(daemons.putIfAbsent(daemon.role(), daemon));
    refuseIf(before.isPresent(), new IpvsFailure.Exists("start"));
  }

  @Override
  public synchronized void stop(SyncDaemon.Role role) {
    daemons.remove(role);
  }

  @Override
  public void close() {}
}
