package io.weir.dsl.model;

import java.util.List;

/**
 * What a route's path must look like. {@code /static/**} matches {@code /static/} and everything
 * below it, but not {@code /static}. Matching is on the normalized path, octet by octet.
 *
 * @param text as written
 * @param segments between the slashes, in order; a path that ends in a slash has an empty literal
 *     last
 * @param rest whether {@code **} follows the last segment: any number of further segments, of which
 *     the first may be empty
 */
public record PathPattern(String text, List<Segment> segments, boolean rest) {
  public PathPattern {
    segments = List.copyOf(segments);
  }

  /** One segment of a path. */
  public sealed interface Segment {
    /** Exactly this text, in normalized percent-encoding. */
    record Literal(String text) implements Segment {}

    /**
     * Text with one or more stars, each for any octets (or none) but a slash: {@code *.png}. A lone
     * star matches a segment that is not empty.
     */
    record Glob(String text) implements Segment {}

    /** A whole segment that is not empty, kept under a name for templates. */
    record Capture(String name) implements Segment {}
  }
}
