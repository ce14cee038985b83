package io.weir.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir ipvs stats}: what the kernel has counted. */
@Command(
    name = "stats",
    description = "Show what the kernel has counted, as 'ipvsadm -Ln --stats' does.",
    footer = {"", "Needs CAP_NET_ADMIN. Exit codes: 0 shown, 1 it cannot be read, 2 misused."},
    mixinStandardHelpOptions = true)
final class IpvsStats implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean isJson;

  @Option(names = "--rate", description = "The kernel's estimates for a second.")
  private boolean isRate;

  @Override
  public Integer call() {
    var view = IpvsView.readCounted();
    var out = spec.commandLine().getOut();
    out.print(isJson ? IpvsJson.of(view) : isRate ? IpvsText.rates(view) : IpvsText.stats(view));
    out.flush();
    return 0;
  }
}
