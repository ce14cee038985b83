package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.demo.SampleSite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class DemoIT {
  @TempDir private Path folder;

  @Test
  void everyCommandThatItPrintsWorksAsPrinted() throws Exception {
    var signals = new LinkedBlockingQueue<Signals>();
    var written = new PipedWriter();
    var printed = new BufferedReader(new PipedReader(written, 1 << 16));
    var demo = new Demo();
    new CommandLine(demo).setOut(new PrintWriter(written, true));
    var ended = CompletableFuture.supplyAsync(() -> run(demo, signals));
    var lines = linesUntilReady(printed);
    var text = String.join("\n", lines);
    var trials = site(text).trials();

    var commands = lines.stream().filter(line -> line.matches("(curl|for) .*")).toList();
    var soft = new SoftAssertions();
    for (int i = 0; i < commands.size(); i++) {
      soft.assertThat(bash(commands.get(i))).as(commands.get(i)).matches(trials.get(i).expected());
    }
    signals.add(Signals.INT);

    soft.assertAll();
    assertThat(commands).hasSameSizeAs(trials).hasSizeGreaterThan(10);
    assertThat(ended.join()).isZero();
    assertThat(Path.of(file(lines.getLast()))).doesNotExist();
    assertThat(Path.of(file(lines.getLast())).getParent()).doesNotExist();
  }

  @Test
  void printsAConfigurationThatIsAccepted() throws IOException {
    var printed = Cli.run("demo", "--print").out();
    var config = printed.substring(0, printed.indexOf("# Try")).strip() + "\n";
    Files.createDirectory(folder.resolve("files"));
    var file = Files.writeString(folder.resolve("demo.weir"), config);

    assertThat(Cli.run("check", "--strict", file.toString())).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Cli.run("fmt", "--check", file.toString()).out()).isEmpty();
  }

  @Test
  void trainsAndEnds() {
    assertThat(Cli.run("train")).isEqualTo(new Cli.Result(0, "", ""));
  }

  private static Integer run(Demo demo, LinkedBlockingQueue<Signals> signals) {
    try {
      return demo.call(signals);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> linesUntilReady(BufferedReader printed) throws IOException {
    var lines = new ArrayList<String>();
    do {
      lines.add(printed.readLine());
    } while (!lines.getLast().contains("Ctrl-C ends it"));
    return lines;
  }

  /** The site that was printed: its ports are in the configuration. */
  private static SampleSite site(String text) {
    return new SampleSite(
        number("listen 127.0.0.1:(\\d+)", text),
        number("admin 127.0.0.1:(\\d+)", text),
        0,
        0,
        Path.of("/"));
  }

  private static int number(String pattern, String text) {
    var matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static String file(String lastLine) {
    return lastLine.replaceFirst("# It runs from (.*); Ctrl-C.*", "$1");
  }

  private static String bash(String command) throws IOException {
    var process = new ProcessBuilder("bash", "-c", command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
