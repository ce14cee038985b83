package io.weir.dsl.model;

import java.util.Locale;

/** How much requests of a route matter when not all can be served. */
public enum Priority {
  HIGH,
  NORMAL,
  LOW;

  /** The word in a file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
