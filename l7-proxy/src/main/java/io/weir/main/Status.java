package io.weir.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir status}: whether a running Weir takes requests, and what it is doing. */
@Command(
    name = "status",
    description = "Say how a running Weir is, by its admin port.",
    footer = {"", "Exit codes: 0 it serves, 1 it drains or does not answer, 2 misused."},
    mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminClient admin;

  @Override
  public Integer call() {
    var health = admin.send("GET", "/healthz");
    if (health.statusCode() != 200 && health.statusCode() != 503) {
      throw new Failure(
          "found status " + health.statusCode() + " from the admin port: " + health.body().strip());
    }
    var metrics = admin.send("GET", "/metrics");
    var out = spec.commandLine().getOut();
    out.println("state        " + (health.statusCode() == 200 ? "serving" : health.body().strip()));
    out.println("generation   " + sum(metrics.body(), "weir_config_generation"));
    out.println("connections  " + sum(metrics.body(), "weir_connections"));
    out.println("requests     " + sum(metrics.body(), "weir_requests_total"));
    out.println("in flight    " + sum(metrics.body(), "weir_requests_in_flight"));
    out.flush();
    return health.statusCode() == 200 ? 0 : 1;
  }

  /** The sum of a family's samples over all its labels. */
  static long sum(String exposition, String family) {
    return Math.round(
        exposition
            .lines()
            .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum());
  }
}
