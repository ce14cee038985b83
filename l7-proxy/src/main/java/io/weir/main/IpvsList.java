package io.weir.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir ipvs list}: virtual services and their servers. */
@Command(
    name = "list",
    description = "List virtual services and their servers, as 'ipvsadm -Ln' does.",
    footer = {
      "",
      "Needs no rights; without CAP_NET_ADMIN the kernel does not say how long services are",
      "persistent. Exit codes: 0 listed, 1 there is no IPVS, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class IpvsList implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean isJson;

  @Override
  public Integer call() {
    var view = IpvsView.read();
    var out = spec.commandLine().getOut();
    out.print(isJson ? IpvsJson.of(view) : IpvsText.list(view));
    out.flush();
    return 0;
  }
}
