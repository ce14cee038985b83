package io.weir.dsl.print;

import io.weir.dsl.source.Diagnostic;
import java.util.List;

/** What came of formatting a source. */
public sealed interface Formatting {
  /** The text in the one style; formatting it again changes nothing. */
  record Formatted(String text) implements Formatting {}

  /** The source has no structure to print. */
  record Rejected(List<Diagnostic> errors) implements Formatting {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
