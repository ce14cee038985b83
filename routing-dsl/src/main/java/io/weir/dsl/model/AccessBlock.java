package io.weir.dsl.model;

import java.util.List;

/**
 * The access rules of one block, in file order. The first that is about a request decides; if none
 * is, the request passes, unless the last rule is an {@code allow}. Every block that applies to a
 * route must be passed, the outer ones first.
 */
public record AccessBlock(List<AccessRule> rules) {
  public AccessBlock {
    rules = List.copyOf(rules);
  }
}
