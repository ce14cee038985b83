package io.weir.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.vertx.core.Future;
import io.weir.dsl.model.Pool;
import io.weir.proxy.exchange.Loop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every pool there is, over all snapshots: what a pool of the next snapshot has in common with one
 * of the last (its servers, their connections, what is in flight) is carried over. Changed on one
 * thread at a time, by whoever compiles snapshots; the loops only read what they are given.
 */
public final class Upstreams {
  private final List<Loop> loops;
  private final UpstreamLoop[] shared;
  private final Function<String, Future<List<InetAddress>>> resolver;
  private final UpstreamObserver observer;
  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private final Map<String, UpstreamPool.Load> loads = new HashMap<>();

  /**
   * @param channels make client sockets
   * @param resolver finds the addresses of a host name; completes on any thread
   */
  public Upstreams(
      List<Loop> loops,
      ChannelFactory<? extends Channel> channels,
      Function<String, Future<List<InetAddress>>> resolver,
      UpstreamObserver observer) {
    this.loops = List.copyOf(loops);
    this.resolver = resolver;
    this.observer = observer;
    this.shared = new UpstreamLoop[loops.size()];
    for (int i = 0; i < shared.length; i++) {
      shared[i] = new UpstreamLoop(loops.get(i), channels, observer);
    }
  }

  /** The steps that forward to each of the pools, by name. */
  public Map<String, ForwardStep> steps(List<Pool> pools, ForwardingRules rules) {
    var steps = new HashMap<String, ForwardStep>();
    for (var pool : pools) {
      steps.put(pool.name(), new ForwardStep(pool(pool), rules, this));
    }
    return steps;
  }

  /** Has the observer number every server there is; to be called before new ones are used. */
  public void numberServers() {
    var all = List.copyOf(endpoints.values());
    var numbers =
        observer.number(
            all.stream().map(one -> new UpstreamObserver.Named(one.pool(), one.name())).toList());
    for (int i = 0; i < numbers.length; i++) {
      all.get(i).number(numbers[i]);
    }
  }

  /** Drains what none of these pools names; to be called when their snapshot is in force. */
  public void retireOthers(List<Pool> pools) {
    var named = new HashSet<String>();
    for (var pool : pools) {
      for (var server : pool.servers()) {
        named.add(key(pool, server));
      }
    }
    endpoints
        .entrySet()
        .removeIf(entry -> {
          if (named.contains(entry.getKey())) {
            return false;
          }
          entry.getValue().retire();
          return true;
        });
    var names = pools.stream().map(Pool::name).collect(Collectors.toSet());
    // One that is gone may be named again while its last requests still count
    loads.entrySet().removeIf(one -> !names.contains(one.getKey()) && one.getValue().isIdle());
  }

  /** The names of the pools whose load is known. */
  Set<String> loaded() {
    return Set.copyOf(loads.keySet());
  }

  /** What goes on at this moment; called by whoever compiles snapshots. */
  public Occupancy occupancy() {
    int places = endpoints.values().stream().mapToInt(one -> one.inFlight().get()).sum();
    int requests = 0;
    int retries = 0;
    int waiting = 0;
    for (var load : loads.values()) {
      requests += load.requests().get();
      retries += load.retries().get();
      waiting += load.waiting().get();
    }
    return new Occupancy(places, requests, retries, waiting);
  }

  UpstreamLoop shared(Loop loop) {
    return shared[loop.index()];
  }

  Function<String, Future<List<InetAddress>>> resolver() {
    return resolver;
  }

  UpstreamObserver observer() {
    return observer;
  }

  private UpstreamPool pool(Pool model) {
    var servers = new ArrayList<Endpoint>();
    for (var server : model.servers()) {
      var endpoint =
          endpoints.computeIfAbsent(
              key(model, server), key -> new Endpoint(model.name(), server.at(), loops));
      endpoint.revive();
      servers.add(endpoint);
    }
    var load = loads.computeIfAbsent(model.name(), name -> new UpstreamPool.Load());
    return new UpstreamPool(model, servers, load, loops.size());
  }

  private static String key(Pool pool, Pool.Server server) {
    return pool.name() + " " + server.at();
  }
}
