package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;

/**
 * Streams between directors, by which one learns at once that another one's process has ended.
 *
 * @param on where this one listens
 * @param with where the others do
 * @param key that all of them have
 */
public record Pairing(Endpoint on, List<Endpoint> with, Secret key, Span span) {
  public Pairing {
    with = List.copyOf(with);
  }
}
