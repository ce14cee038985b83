package io.weir.main;

import io.weir.dsl.source.Diagnostic;
import java.util.List;

/** What came of putting a configuration in force. */
public sealed interface Outcome {
  /** It is in force. */
  record InForce(long generation, List<Diagnostic> warnings) implements Outcome {
    public InForce {
      warnings = List.copyOf(warnings);
    }
  }

  /** It is not a configuration; nothing has changed. */
  record Rejected(List<Diagnostic> errors) implements Outcome {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }

  /** Something it names could not be had: a folder, a port, a log. Nothing has changed. */
  record Failed(Diagnostic diagnostic) implements Outcome {}
}
