package io.weir.proxy.route;

import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.VirtualHost;
import java.util.List;
import java.util.Optional;

/**
 * How a route was found, for people to read.
 *
 * @param block the host block that answers for the request's host
 * @param name which of the block's names matched
 * @param tried the routes that were looked at, in file order; of these only the last can match
 */
public record Trace(
    Match match, Optional<VirtualHost> block, Optional<HostPattern> name, List<Step> tried) {
  public Trace {
    tried = List.copyOf(tried);
  }

  /**
   * A route that was looked at.
   *
   * @param number in file order over all hosts
   * @param refusal the test that it failed and what was found instead; empty: it matches
   */
  public record Step(int number, Route route, Optional<String> refusal) {}

  /** The trace of a request whose host has no block. */
  static Trace noHost() {
    return new Trace(Match.NO_HOST, Optional.empty(), Optional.empty(), List.of());
  }

  /** The step that matched. */
  public Optional<Step> chosen() {
    return match == Match.FOUND ? Optional.of(tried.getLast()) : Optional.empty();
  }
}
