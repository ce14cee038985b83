package io.weir.main;

import io.weir.dsl.Reading;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.DiagnosticText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir run FILE}: the proxy in the foreground, until a signal ends it. */
@Command(
    name = "run",
    description = "Run a configuration in the foreground.",
    footer = {
      "",
      "SIGHUP reads the file again; a bad one changes nothing. SIGUSR1 goes on in a new access log.",
      "SIGTERM and SIGINT let what is in flight end (drain), a second one stops at once.",
      "Exit codes: 0 stopped, 1 the file was refused or cannot be run, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class Run implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration.")
  private String file;

  @Override
  public Integer call() throws InterruptedException {
    return call(Signals.heard());
  }

  /** Runs until the signals say to stop. */
  int call(LinkedBlockingQueue<Signals> signals) throws InterruptedException {
    var config = new ConfigFile(file);
    var loaded = config.read();
    if (loaded.reading() instanceof Reading.Rejected(var errors)) {
      report(errors);
      return 1;
    }
    try (var service = Service.start(config)) {
      if (!report(service.load(loaded))) {
        return 1;
      }
      announce(service);
      serve(service, signals);
      return 0;
    }
  }

  private void serve(Service service, LinkedBlockingQueue<Signals> signals)
      throws InterruptedException {
    while (true) {
      switch (signals.take()) {
        case HUP -> {
          if (reload(service)) {
            log().info("reloaded '{}'", file);
          } else {
            log().warn("'{}' is not in force; the last configuration still is", file);
          }
        }
        case USR1 -> service.proxy().reopenLog();
        case TERM, INT -> {
          log().info("draining; a second signal stops at once");
          new Drain(service).run(signals);
          return;
        }
      }
    }
  }

  /** Whether the file is in force. A defect that is met must not end what is being served. */
  private boolean reload(Service service) {
    try {
      return report(service.load());
    } catch (RuntimeException | Error e) {
      log().error("a defect of Weir's own", e);
      return false;
    }
  }

  /** Prints what came of a configuration; whether it is in force. */
  private boolean report(Outcome outcome) {
    return switch (outcome) {
      case Outcome.InForce(_, var warnings) -> {
        report(warnings);
        yield true;
      }
      case Outcome.Rejected(var errors) -> {
        report(errors);
        yield false;
      }
      case Outcome.Failed(var diagnostic) -> {
        report(List.of(diagnostic));
        yield false;
      }
    };
  }

  private void report(List<Diagnostic> diagnostics) {
    err().print(DiagnosticText.render(diagnostics));
    err().flush();
  }

  /** On stdout, unless that is where the access log goes. */
  private void announce(Service service) {
    var config = service.config();
    boolean logsToStdout = config.accessLog().filter(log -> log.file().isEmpty()).isPresent();
    var out = logsToStdout ? err() : spec.commandLine().getOut();
    service.places().forEach(out::println);
    out.flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Asked for late: commands that end at once need not start the log. */
  private static Logger log() {
    return LoggerFactory.getLogger(Run.class);
  }
}
