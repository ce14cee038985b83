package io.weir.dsl.check;

import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.source.Wildcard;

/** Whether one segment of a pattern matches everything that another one does. */
final class PathCover {
  private PathCover() {}

  static boolean covers(Segment wide, Segment narrow) {
    return switch (wide) {
      case Segment.Literal(var text) ->
          narrow instanceof Segment.Literal(var other) && other.equals(text);
      case Segment.Capture _ -> isNeverEmpty(narrow);
      case Segment.Glob(var text) -> text.equals("*") ? isNeverEmpty(narrow) : glob(text, narrow);
    };
  }

  private static boolean isNeverEmpty(Segment segment) {
    return switch (segment) {
      case Segment.Literal(var text) -> !text.isEmpty();
      case Segment.Glob _, Segment.Capture _ -> true;
    };
  }

  /**
   * A star of the narrow glob can only be taken in by a star of the wide one, so the narrow one is
   * read as a text in which the star is a character like any other. A question mark is a character
   * in paths, and patterns of paths do not have it.
   */
  private static boolean glob(String wide, Segment narrow) {
    return switch (narrow) {
      case Segment.Literal(var text) -> Wildcard.matches(wide, text);
      case Segment.Glob(var text) -> Wildcard.matches(wide, text);
      case Segment.Capture _ -> false;
    };
  }
}
