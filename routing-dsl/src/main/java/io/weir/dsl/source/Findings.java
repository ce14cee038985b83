package io.weir.dsl.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the diagnostics of one reading, so that all mistakes are told at once. Not for use by
 * more than one thread.
 */
public final class Findings {
  private static final int MOST_ERRORS = 100;

  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();
  private final Map<String, Integer> sources = new HashMap<>();
  private int leftOut;

  /** Adds a diagnostic. After a hundred errors the rest is only counted. */
  public void add(Diagnostic diagnostic) {
    sources.putIfAbsent(diagnostic.span().source().name(), sources.size());
    switch (diagnostic.severity()) {
      case WARNING -> warnings.add(diagnostic);
      case ERROR -> {
        if (errors.size() < MOST_ERRORS) {
          errors.add(diagnostic);
        } else {
          leftOut++;
        }
      }
    }
  }

  /** Adds a diagnostic that is a message at a place. */
  public void add(Code code, Span span, String message) {
    add(Diagnostic.of(code, span, message));
  }

  /** Tells in which order sources are read, which is the order of their diagnostics. */
  public void reading(Source source) {
    sources.putIfAbsent(source.name(), sources.size());
  }

  /** Whether anything found refuses the configuration. */
  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** The errors by place. */
  public List<Diagnostic> errors() {
    var sorted = new ArrayList<>(sorted(errors));
    if (leftOut > 0) {
      var last = sorted.getLast().span();
      sorted.add(
          Diagnostic.of(
              Code.TOO_MANY,
              last,
              "%d more %s not shown".formatted(leftOut, leftOut == 1 ? "error is" : "errors are")));
    }
    return List.copyOf(sorted);
  }

  /** The warnings by place. */
  public List<Diagnostic> warnings() {
    return sorted(warnings);
  }

  private List<Diagnostic> sorted(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .sorted(
            Comparator.<Diagnostic>comparingInt(
                    d -> sources.getOrDefault(d.span().source().name(), 0))
                .thenComparingInt(d -> d.span().start()))
        .toList();
  }
}
