package io.weir.main;

import io.weir.dsl.Reading;
import io.weir.dsl.check.Directors;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.DiagnosticJson;
import io.weir.dsl.source.DiagnosticText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir check FILE…}: all that can be said of configurations without running them. */
@Command(
    name = "check",
    description = "Look for mistakes, and run the expect lines.",
    footer = {
      "",
      "Opens no port. Exit codes: 0 fine, 1 errors, 2 warnings with --strict, or misused."
    },
    mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--strict", description = "Warnings, too, are a reason not to exit with 0.")
  private boolean isStrict;

  @Option(names = "--json", description = "Print a JSON array on stdout, for editors.")
  private boolean isJson;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Configurations, each by itself; directors that share a virtual router also together.")
  private List<String> files;

  @Override
  public Integer call() {
    var errors = new ArrayList<Diagnostic>();
    var warnings = new ArrayList<Diagnostic>();
    var configs = new ArrayList<WeirConfig>();
    var notes = new ArrayList<String>();
    for (var file : files) {
      switch (ConfigFile.checked(new ConfigFile(file).read().reading())) {
        case Reading.Rejected(var found) -> errors.addAll(found);
        case Reading.Accepted(var config, var found) -> {
          configs.add(config);
          warnings.addAll(found);
          ServerSide.advice(config).forEach(line -> notes.add("on this machine: " + line));
        }
      }
    }
    errors.addAll(Directors.mistakes(configs));
    var all = new ArrayList<>(errors);
    all.addAll(warnings);
    if (isJson) {
      spec.commandLine().getOut().print(DiagnosticJson.render(all));
      spec.commandLine().getOut().flush();
    } else {
      spec.commandLine().getErr().print(DiagnosticText.render(all));
      notes.forEach(spec.commandLine().getErr()::println);
      spec.commandLine().getErr().flush();
    }
    if (!errors.isEmpty()) {
      return 1;
    }
    return isStrict && !warnings.isEmpty() ? 2 : 0;
  }
}
