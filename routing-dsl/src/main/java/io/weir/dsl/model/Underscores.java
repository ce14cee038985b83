package io.weir.dsl.model;

/** What happens to request fields whose names contain an underscore. */
public enum Underscores {
  /** The field is left out: many applications fold {@code _} and {@code -} into one name. */
  DROP,
  /** The field is passed on. */
  PASS,
  /** The request is refused with 400. */
  REFUSE
}
