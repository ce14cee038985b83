package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * The access log.
 *
 * @param file path, absolute or relative to where Weir was started; empty: standard output
 */
public record AccessLog(Optional<String> file, Format format, Optional<Sample> sample, Span span) {
  /** How a line is written. */
  public enum Format {
    JSON,
    COMBINED
  }

  /**
   * Lines that are thinned out; every other line is written.
   *
   * @param percent how many of a hundred are kept, 0 to 100
   * @param statusClass 1 to 5: the hundreds of the status that are thinned out
   */
  public record Sample(int percent, int statusClass) {}
}
