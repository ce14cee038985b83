package io.weir.proxy.route;

import io.weir.dsl.model.VirtualHost;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every route of a configuration, compiled once and shared by all loops; immutable. The host picks
 * one block: the exact name, else the longest wildcard, else {@code *}. In that block the first
 * route in file order whose path and condition match is the route; if none does, other blocks are
 * not tried, so that a catch-all never answers for a name that has a block of its own.
 */
public final class RouteTable {
  private final HostTable hosts;
  private final int size;
  private final ClientLookup lookup;

  private RouteTable(HostTable hosts, int size, ClientLookup lookup) {
    this.hosts = hosts;
    this.size = size;
    this.lookup = lookup;
  }

  /** Compiles blocks whose conditions name no file. */
  public static RouteTable compile(List<VirtualHost> blocks) {
    return compile(blocks, ClientLookup.LITERAL);
  }

  /** Compiles the blocks; routes are numbered from 0 in file order over all of them. */
  public static RouteTable compile(List<VirtualHost> blocks, ClientLookup lookup) {
    var sites = new ArrayList<HostTable.Site>();
    int number = 0;
    for (var block : blocks) {
      var routes = new ArrayList<CompiledRoute>();
      for (var route : block.routes()) {
        routes.add(CompiledRoute.of(number++, route, lookup));
      }
      var tree = PathTreeBuilder.tree(routes);
      for (var name : block.names()) {
        sites.add(new HostTable.Site(name, block, List.copyOf(routes), tree));
      }
    }
    return new RouteTable(HostTable.of(sites), number, lookup);
  }

  /** How many routes there are; their numbers are below it. */
  public int size() {
    return size;
  }

  /** Finds the route and notes it in the exchange. */
  public Match route(Exchange exchange) {
    var target = exchange.request().target();
    var site = hosts.find(target);
    if (site == null) {
      return Match.NO_HOST;
    }
    var found = site.tree().find(exchange);
    if (found == null) {
      return Match.NO_ROUTE;
    }
    exchange.route(found.route(), found.number(), found.captures(target));
    return Match.FOUND;
  }

  /**
   * What {@link #route} decides, and each route that it had to pass over with the test that refused
   * it. Walks the file's order one by one, changes nothing, and takes its time: for people who ask
   * why.
   */
  public Trace explain(Exchange exchange) {
    var site = hosts.find(exchange.request().target());
    if (site == null) {
      return Trace.noHost();
    }
    var steps = new ArrayList<Trace.Step>();
    for (var route : site.routes()) {
      var refusal = Refusal.of(route.route(), exchange, lookup);
      steps.add(new Trace.Step(route.number(), route.route(), refusal));
      if (refusal.isEmpty()) {
        return new Trace(Match.FOUND, Optional.of(site.block()), Optional.of(site.name()), steps);
      }
    }
    return new Trace(Match.NO_ROUTE, Optional.of(site.block()), Optional.of(site.name()), steps);
  }
}
