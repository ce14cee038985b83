package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VersionTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheVersionAlone() {
    var status = run("version");

    assertThat(status).isZero();
    assertThat(out.toString()).matches("weir \\d+\\.\\d+\\.\\d+\\R");
  }

  @Test
  void printsWhatItRunsOnWhenVerbose() {
    var status = run("version", "--verbose");

    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("weir [\\d.]+"),
            line -> assertThat(line).isEqualTo("jdk " + Runtime.version()),
            line -> assertThat(line).matches("netty \\d.+"),
            line -> assertThat(line).matches("vertx \\d.+"));
  }

  @Test
  void refusesToRunWithoutACommand() {
    var status = run();

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("found no command").contains("version");
  }

  private int run(String... arguments) {
    return Weir.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
