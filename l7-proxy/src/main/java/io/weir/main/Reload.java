package io.weir.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir reload}: has a running Weir read its file again. */
@Command(
    name = "reload",
    description = "Have a running Weir read its configuration again, by its admin port.",
    footer = {
      "",
      "Exit codes: 0 in force, 1 refused (nothing has changed) or no answer, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class Reload implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminClient admin;

  @Override
  public Integer call() {
    var answer = admin.send("POST", "/reload");
    boolean inForce = answer.statusCode() == 200;
    var to = inForce ? spec.commandLine().getOut() : spec.commandLine().getErr();
    to.print(answer.body());
    if (!answer.body().endsWith("\n")) {
      to.println();
    }
    to.flush();
    return inForce ? 0 : 1;
  }
}
