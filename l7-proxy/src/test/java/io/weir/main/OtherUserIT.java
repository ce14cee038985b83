package io.weir.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What another user of this machine may ask an admin port without a token. Needs root. */
@Timeout(120)
class OtherUserIT {
  private static final String NOBODY = "65534";

  @TempDir private Path folder;

  @BeforeEach
  void needsRoot() throws Exception {
    boolean isRoot = run(List.of("id", "-u")).equals("0\n");
    if (!isRoot) {
      System.out.println("skipped: only root can ask as another user");
    }
    assumeThat(isRoot).isTrue();
  }

  @Test
  void mayAskHowWeirIsButNeitherReadNorChangeWhatItDoes() throws Exception {
    var file = folder.resolve("s.weir");
    Files.writeString(
        file,
        "weir 1\nlisten 127.0.0.1:0\nadmin 127.0.0.1:0\nhost * { route /** { respond 204 } }\n");
    try (var weir = RunningWeir.start("run", file.toString())) {
      var line = weir.outUntil("admin on ");
      var url = "http://" + line.substring("admin on ".length());

      assertThat(List.of(other(url + "/healthz"), other(url + "/metrics"))).containsOnly("200");
      assertThat(
              List.of(
                  other(url + "/config"),
                  other(url + "/config", "-X", "PUT", "--data-binary", "weir 1"),
                  other(url + "/reload", "-X", "POST"),
                  other(url + "/purge", "-d", "all=true"),
                  other(url + "/l4/weight", "-d", "weight=0")))
          .containsOnly("403");
      assertThat(status(List.of(), url + "/config")).isEqualTo("200");
      assertThat(status(List.of(), url + "/reload", "-X", "POST")).isEqualTo("200");
    }
  }

  private static String other(String... arguments) throws IOException, InterruptedException {
    return status(
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), arguments);
  }

  private static String status(List<String> wrapper, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(wrapper);
    command.addAll(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return out;
  }
}
