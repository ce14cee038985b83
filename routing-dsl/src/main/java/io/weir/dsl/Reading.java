package io.weir.dsl;

import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Diagnostic;
import java.util.List;

/** What came of reading a configuration. */
public sealed interface Reading {
  /** It can be run; the warnings point at what looks like a mistake. */
  record Accepted(WeirConfig config, List<Diagnostic> warnings) implements Reading {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /** It cannot be run; all its errors, by place. */
  record Rejected(List<Diagnostic> errors) implements Reading {
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
