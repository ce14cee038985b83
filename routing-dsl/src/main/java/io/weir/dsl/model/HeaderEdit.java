package io.weir.dsl.model;

/** A change to the fields of a message. */
public sealed interface HeaderEdit {
  /** The field's name as written. */
  String name();

  /** Replaces every field line of the name by one. */
  record Set(String name, Template value) implements HeaderEdit {}

  /** Adds a field line. */
  record Add(String name, Template value) implements HeaderEdit {}

  /** Removes every field line of the name. */
  record Remove(String name) implements HeaderEdit {}
}
