package io.weir.proxy.admin;

import io.weir.dsl.source.Diagnostic;
import java.util.List;

/** What became of a new configuration. */
public sealed interface ReloadOutcome {
  /**
   * It runs.
   *
   * @param generation how many configurations have run so far
   */
  record Applied(long generation, List<Diagnostic> warnings) implements ReloadOutcome {
    public Applied {
      warnings = List.copyOf(warnings);
    }
  }

  /** It is sound, but something that it needs could not be had; nothing has changed. */
  record Failed(Diagnostic diagnostic) implements ReloadOutcome {}

  /** It was refused, and nothing has changed. */
  record Rejected(List<Diagnostic> diagnostics) implements ReloadOutcome {
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
