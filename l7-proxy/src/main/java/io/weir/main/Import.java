package io.weir.main;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir import}: configurations of other programs. */
@Command(
    name = "import",
    description = "Turn the configuration of another program into one of Weir.",
    mixinStandardHelpOptions = true,
    subcommands = ImportKeepalived.class)
final class Import implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "found no command; expected: keepalived");
  }
}
