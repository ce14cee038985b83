package io.weir.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir ipvs edges}: who is registered with whom. */
@Command(
    name = "edges",
    description = "Say which edges a director has, and which directors an edge, by the admin port.",
    footer = {"", "Exit codes: 0 told, 1 no answer, 2 misused."},
    mixinStandardHelpOptions = true)
final class IpvsEdges implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminClient admin;

  @Option(names = "--json", description = "For programs.")
  private boolean isJson;

  @Override
  public Integer call() {
    admin.report(spec, "/edges", isJson);
    return 0;
  }
}
