package io.weir.main;

import io.weir.dsl.source.DiagnosticText;
import io.weir.main.demo.SampleOrigins;
import io.weir.main.demo.SampleSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir demo}: a proxy, two origins and a folder on loopback ports, to be tried out. */
@Command(
    name = "demo",
    description = "Run a proxy before two sample origins, and print what to try.",
    footer = {
      "",
      "Uses loopback ports only: 8080, 9901, 9001 and 9002, or others if they are taken."
    },
    mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
  private static final int PORT = 8080;
  private static final int ADMIN = 9901;
  private static final List<Integer> ORIGINS = List.of(9001, 9002);

  @Spec private CommandSpec spec;

  @Option(names = "--print", description = "Print the configuration and what to try, run nothing.")
  private boolean isPrint;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (isPrint) {
      print(new SampleSite(PORT, ADMIN, ORIGINS.get(0), ORIGINS.get(1), Path.of("files")));
      return 0;
    }
    return call(Signals.heard());
  }

  /** Runs until the signals say to stop. */
  int call(BlockingQueue<Signals> signals) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("weir-demo");
    try (var origins =
        SampleOrigins.start(List.of("one", "two"), ORIGINS.stream().map(Demo::free).toList())) {
      var ports = origins.ports();
      var site =
          new SampleSite(
              free(PORT), free(ADMIN), ports.get(0), ports.get(1), folder.resolve("files"));
      site.writeFiles();
      var file = Files.writeString(folder.resolve("demo.weir"), site.config());
      return run(site, new ConfigFile(file.toString()), signals);
    } finally {
      delete(folder);
    }
  }

  private int run(SampleSite site, ConfigFile file, BlockingQueue<Signals> signals)
      throws InterruptedException {
    try (var service = Service.start(file)) {
      switch (service.load()) {
        case Outcome.InForce _ -> {}
        case Outcome.Rejected(var errors) -> throw new Failure(DiagnosticText.render(errors));
        case Outcome.Failed(var diagnostic) -> throw new Failure(DiagnosticText.render(diagnostic));
      }
      print(site);
      var out = spec.commandLine().getOut();
      out.println("# It runs from " + file.name() + "; Ctrl-C ends it.");
      out.flush();
      while (true) {
        switch (signals.take()) {
          case TERM, INT -> {
            new Drain(service).run(signals);
            return 0;
          }
          case HUP -> service.load();
          case USR1 -> service.proxy().reopenLog();
        }
      }
    }
  }

  private void print(SampleSite site) {
    var out = spec.commandLine().getOut();
    out.println(site.config());
    out.println("# Try, in another terminal:");
    out.println();
    for (var trial : site.trials()) {
      out.println("# " + trial.shows());
      out.println(trial.command());
    }
    out.println();
    out.flush();
  }

  /** The port, if nothing has it, else one that nothing has. */
  private static int free(int wanted) {
    try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      if (wanted == 0) {
        throw new Failure("found no free port: " + e.getMessage());
      }
      return free(0);
    }
  }

  static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
