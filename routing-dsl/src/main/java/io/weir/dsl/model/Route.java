package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One route.
 *
 * @param name as given with {@code as}, or the host and path made into one: unique in the file; the
 *     label in logs and metrics
 * @param policies names of the policies used, in order, as {@code explain} shows them; their
 *     settings are already part of {@code settings}
 */
public record Route(
    String name,
    PathPattern path,
    Optional<Condition> when,
    Terminal terminal,
    RouteSettings settings,
    List<String> policies,
    Span span) {
  public Route {
    policies = List.copyOf(policies);
  }

  /** The same route with other settings. */
  public Route with(RouteSettings others) {
    return new Route(name, path, when, terminal, others, policies, span);
  }
}
