package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;

/**
 * Edges on other machines may register themselves as real servers of the director's services.
 *
 * @param on where the director listens for them
 * @param keys a line for each: its name and its key
 * @param allowed no two have one name
 */
public record Acceptance(Endpoint on, Secret keys, List<Allowed> allowed, Span span) {
  public Acceptance {
    allowed = List.copyOf(allowed);
  }

  /**
   * What one edge may be.
   *
   * @param addresses that it may have
   * @param services that it may serve; empty: all of the director's
   */
  public record Allowed(
      String name, List<String> addresses, List<Virtual.At.Place> services, Span span) {
    public Allowed {
      addresses = List.copyOf(addresses);
      services = List.copyOf(services);
    }
  }
}
