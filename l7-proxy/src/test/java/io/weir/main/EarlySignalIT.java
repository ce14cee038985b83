package io.weir.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals to a Weir that does not serve yet. The file is a named pipe, so that it waits for it. */
@Timeout(120)
class EarlySignalIT {
  private static final String SITE =
      "weir 1\nlisten 127.0.0.1:0\nhost * { route /** { respond 204 } }\n";

  @TempDir private Path folder;

  @Test
  void keepsAHangUpUntilItServes() throws Exception {
    var file = pipe();
    try (var weir = RunningWeir.start("run", file.toString())) {
      try (var writer = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
        // Opened: it has come as far as reading the file.
        weir.signal("HUP");
        weir.signal("USR1");
        Files.move(file, folder.resolve("old"));
        Files.writeString(file, SITE);
        writer.write(UTF_8.encode(SITE));
      }

      assertThat(weir.port()).isPositive();
      assertThat(weir.errUntil("reloaded")).isNotEmpty();
    }
  }

  @Test
  void stopsAfterTwoSignalsEvenWhereItWaitsForAFile() throws Exception {
    var file = pipe();
    try (var weir = RunningWeir.start("run", file.toString());
        var _ = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
      weir.signal("TERM");
      weir.signal("TERM");

      assertThat(weir.exitCode()).isEqualTo(1);
      assertThat(weir.errUntil("ended by force")).isNotEmpty();
    }
  }

  private Path pipe() throws Exception {
    var path = folder.resolve("site.weir");
    var made = new ProcessBuilder("mkfifo", path.toString()).start();
    assertThat(made.waitFor()).isZero();
    return path;
  }
}
