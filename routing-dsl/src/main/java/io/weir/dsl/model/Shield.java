package io.weir.dsl.model;

import java.util.List;
import java.util.Optional;

/**
 * What a route tells browsers, and which methods it takes.
 *
 * @param methods that may be used; empty: any
 * @param cors empty: what servers say of other origins passes as it is
 */
public record Shield(List<String> methods, SecurityHeaders securityHeaders, Optional<Cors> cors) {
  public Shield {
    methods = List.copyOf(methods);
  }

  /** What holds for a route that says nothing. */
  public static final Shield DEFAULT = new Shield(List.of(), SecurityHeaders.OFF, Optional.empty());
}
