package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;

/** One {@code host} block: its names and its routes in file order. */
public record VirtualHost(List<HostPattern> names, List<Route> routes, Span span) {
  public VirtualHost {
    names = List.copyOf(names);
    routes = List.copyOf(routes);
  }
}
