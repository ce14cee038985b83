package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;

/**
 * Weir as a real server of directors on other machines: there while it serves, and no longer.
 *
 * @param registration what the directors are told, but for the schedule, which is theirs
 * @param lease how long a director believes in it without a word
 * @param directors where they listen for edges; no two are the same
 * @param key a line with the name of this edge and its key
 */
public record Enlistment(
    Registration registration, Duration lease, List<Endpoint> directors, Secret key) {
  public Enlistment {
    directors = List.copyOf(directors);
  }

  /** Where it is written. */
  public Span span() {
    return registration.span();
  }
}
