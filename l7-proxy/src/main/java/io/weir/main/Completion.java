package io.weir.main;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir completion bash}: a script that completes commands and options. */
@Command(
    name = "completion",
    description = "Print a script for completion in a shell.",
    footer = {"", "For bash or zsh: source <(weir completion bash)"},
    mixinStandardHelpOptions = true)
final class Completion implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  /** Shells, in the words of the command line. */
  enum Shell {
    bash,
    zsh
  }

  @Override
  public Integer call() {
    // One script serves both: it turns on zsh's emulation of bash's completion by itself.
    var out = spec.commandLine().getOut();
    switch (shell) {
      case bash, zsh -> out.print(AutoComplete.bash("weir", spec.root().commandLine()));
    }
    out.flush();
    return 0;
  }
}
