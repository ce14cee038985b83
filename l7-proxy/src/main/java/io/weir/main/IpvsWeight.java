package io.weir.main;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir ipvs weight}: how much of the traffic a running Weir asks for. */
@Command(
    name = "weight",
    description = "Say how much of the traffic a running Weir asks for, or fix that.",
    footer = {
      "",
      "0 lets no new connections come. What is fixed holds over reloads, until 'auto' or a restart.",
      "Exit codes: 0 told or fixed, 1 no answer, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class IpvsWeight implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminClient admin;

  @Parameters(
      paramLabel = "PERCENT|auto",
      arity = "0..1",
      description = "0 to 100 per cent of the configured weights, or as the load says.")
  private @Nullable String wanted;

  @Override
  public Integer call() {
    var text = wanted;
    if (text == null) {
      var answer = admin.send("GET", "/l4/weight");
      if (answer.statusCode() != 200 && answer.statusCode() != 503) {
        throw AdminClient.unexpected(answer);
      }
      AdminClient.print(spec, answer.body().strip() + "%\n");
      return 0;
    }
    var value = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    boolean isPercent = value.matches("\\d{1,3}") && Integer.parseInt(value) <= 100;
    if (!isPercent && !value.equals("auto")) {
      throw new ParameterException(
          spec.commandLine(), "found '" + text + "'; expected 0 to 100, or auto");
    }
    var answer = admin.send("POST", "/l4/weight", "weight=" + value);
    if (answer.statusCode() != 200) {
      throw AdminClient.unexpected(answer);
    }
    AdminClient.print(spec, answer.body());
    return 0;
  }
}
