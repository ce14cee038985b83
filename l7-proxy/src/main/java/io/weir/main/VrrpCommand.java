package io.weir.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir vrrp}: virtual routers of a running Weir. */
@Command(
    name = "vrrp",
    description = "Look at the virtual routers of a running Weir.",
    mixinStandardHelpOptions = true,
    subcommands = VrrpCommand.Status.class)
final class VrrpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "found no command; expected: status");
  }

  /** {@code weir vrrp status}: role, reasons and history of each router. */
  @Command(
      name = "status",
      description = "Say which role each virtual router has, and why, by the admin port.",
      footer = {"", "Exit codes: 0 told, 1 no answer, 2 misused."},
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private AdminClient admin;

    @Option(names = "--json", description = "For programs.")
    private boolean isJson;

    @Override
    public Integer call() {
      admin.report(spec, "/vrrp", isJson);
      return 0;
    }
  }
}
