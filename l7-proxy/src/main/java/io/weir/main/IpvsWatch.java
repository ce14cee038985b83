package io.weir.main;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir ipvs watch}: the table again and again. */
@Command(
    name = "watch",
    description = "List virtual services and their servers again and again.",
    footer = {"", "Exit codes: 0 ended, 1 there is no IPVS, 2 misused."},
    mixinStandardHelpOptions = true)
final class IpvsWatch implements Callable<Integer> {
  /** Moves to the upper left and clears the rest: nothing flickers. */
  private static final String CLEAR = "\u001b[H\u001b[J";

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print a line of JSON each time, for programs.")
  private boolean isJson;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "How often. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--count", paramLabel = "N", description = "End after so many times.")
  private int count;

  @Override
  public Integer call() throws InterruptedException {
    refuseBelow(1, seconds, "--every");
    refuseBelow(0, count, "--count");
    var out = spec.commandLine().getOut();
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    for (int i = 1; ; i++) {
      var view = IpvsView.read();
      out.print(isTerminal && !isJson ? CLEAR : "");
      out.print(isJson ? IpvsJson.of(view) : IpvsText.list(view));
      out.flush();
      if (i == count) {
        return 0;
      }
      Thread.sleep(seconds * 1000L);
    }
  }

  private void refuseBelow(int least, int found, String option) {
    if (found < least) {
      throw new ParameterException(
          spec.commandLine(), "found %s %d; expected at least %d".formatted(option, found, least));
    }
  }
}
