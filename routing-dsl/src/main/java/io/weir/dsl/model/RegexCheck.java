package io.weir.dsl.model;

import java.util.Optional;

/**
 * Says whether the engine that will run a regular expression accepts it. The language itself knows
 * no engine, so whoever compiles the configuration lends it one.
 */
@FunctionalInterface
public interface RegexCheck {
  /** Accepts everything. */
  RegexCheck NONE = _ -> Optional.empty();

  /** What is wrong with the expression, or empty. */
  Optional<String> mistake(String regex);
}
