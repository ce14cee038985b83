package io.weir.main;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code weir} command: exits with what its subcommand returns, 2 if it is misused. */
@Command(
    name = "weir",
    description = "A reactive reverse proxy, IPVS real server and VRRP director.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = Version.class)
public final class Weir implements Runnable {
  @Spec private CommandSpec spec;

  private Weir() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Weir());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "found no command; expected one of those below");
  }
}
