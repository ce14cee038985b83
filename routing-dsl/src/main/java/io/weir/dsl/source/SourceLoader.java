package io.weir.dsl.source;

import java.util.List;

/** Finds the sources that an {@code include} names. */
@FunctionalInterface
public interface SourceLoader {
  /**
   * The sources for a pattern, in the order in which they are to be read.
   *
   * @param include where the pattern stands; its source is the one that includes
   * @param pattern a path, in which {@code *} and {@code ?} stand for parts of a name
   */
  Found load(Span include, String pattern);

  /** A loader that finds nothing: for texts that must stand alone. */
  static SourceLoader none() {
    return (include, _) ->
        Found.refused(
            Diagnostic.of(Code.INCLUDE, include, "an include is not possible in this text"));
  }

  /** Whether the pattern can stand for several files, so that finding none is no error. */
  static boolean isGlob(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  /** What came of a pattern: sources, and what is wrong with those that could not be read. */
  record Found(List<Source> sources, List<Diagnostic> problems) {
    public Found {
      sources = List.copyOf(sources);
      problems = List.copyOf(problems);
    }

    /** Nothing but a problem. */
    public static Found refused(Diagnostic problem) {
      return new Found(List.of(), List.of(problem));
    }
  }
}
