package io.weir.main;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir ipvs …}: the table of the kernel that the command runs on. */
@Command(
    name = "ipvs",
    description =
        "Look at the kernel's virtual services (IPVS), or turn them into a configuration.",
    subcommands = {
      IpvsList.class,
      IpvsStats.class,
      IpvsWatch.class,
      IpvsImport.class,
      IpvsWeight.class,
      IpvsEdges.class
    },
    mixinStandardHelpOptions = true)
final class Ipvs implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "found no command; expected one of: list, stats, watch, import, weight, edges");
  }
}
