package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;

/**
 * What this machine does for others in front of them, before any program has seen a packet.
 *
 * @param services what the kernel balances, in the order of the file; no two have the same place
 */
public record Director(List<Virtual> services, Span span) {
  public Director {
    services = List.copyOf(services);
  }
}
