package io.weir.dsl.model;

/** A host name that a {@code host} block answers for; all in lower case. */
public sealed interface HostPattern {
  /** Exactly this name. */
  record Exact(String name) implements HostPattern {}

  /**
   * Every name that ends in the suffix and has at least one label more.
   *
   * @param suffix with the leading dot: {@code .example.com} for {@code *.example.com}
   */
  record Wildcard(String suffix) implements HostPattern {}

  /** Any name that no other host block answers for. */
  record Any() implements HostPattern {}
}
