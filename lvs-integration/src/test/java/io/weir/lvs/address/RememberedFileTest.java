package io.weir.lvs.address;

import static io.weir.lvs.address.QuietArp.ANNOUNCE;
import static io.weir.lvs.address.QuietArp.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedFileTest {
  @TempDir private Path folder;
  private Path file;
  private RememberedFile remembered;

  @BeforeEach
  void name() {
    file = folder.resolve("weir").resolve("arp-1");
    remembered = new RememberedFile(file);
  }

  @Test
  void whatAProcessThatRunsHasKeptIsNotLeft() throws IOException {
    remembered.keep(Map.of(IGNORE, "0"));

    assertThat(remembered.left()).isEmpty();
    assertThat(Files.readString(file)).contains(IGNORE + " 0");
  }

  @Test
  void whatAProcessHasKeptThatIsNoMoreIsLeft() throws IOException {
    var ended = new ProcessBuilder("true").start();
    ended.onExit().join();
    write("process " + ended.pid() + " 1000", IGNORE + " 0", ANNOUNCE + " 1");

    assertThat(remembered.left()).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
  }

  @Test
  void anotherProcessWithTheNumberIsNotTheOneThatKept() throws IOException {
    write("process " + ProcessHandle.current().pid() + " 1000", IGNORE + " 0");

    assertThat(remembered.left()).isEqualTo(Map.of(IGNORE, "0"));
  }

  @Test
  void whatIsNoSettingOrNoValueOfOneIsPassedOver() throws IOException {
    write("process x y", "kernel.panic 1", IGNORE + " 1;reboot", ANNOUNCE, "", ANNOUNCE + " 1");

    assertThat(remembered.left()).isEqualTo(Map.of(ANNOUNCE, "1"));
  }

  @Test
  void nothingThereIsNothingLeft() throws IOException {
    assertThat(remembered.left()).isEmpty();
    write();
    assertThat(remembered.left()).isEmpty();
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(remembered.left()).isEmpty();
    Files.write(file, new byte[10_000]);
    assertThat(remembered.left()).isEmpty();
  }

  @Test
  void theFileGoesWhenThereIsNothingToKeep() throws IOException {
    remembered.keep(Map.of(IGNORE, "0"));

    remembered.keep(Map.of());

    assertThat(file).doesNotExist();
  }

  @Test
  void whatAnotherOneKeepsThatRunsStays() throws IOException {
    var other = new ProcessBuilder("sleep", "60").start();
    try {
      var start = other.info().startInstant().orElseThrow().toEpochMilli();
      write("process " + other.pid() + " " + start, IGNORE + " 0");

      remembered.keep(Map.of(ANNOUNCE, "1"));
      remembered.keep(Map.of());

      assertThat(Files.readString(file)).contains(IGNORE + " 0").doesNotContain(ANNOUNCE);
    } finally {
      other.destroyForcibly();
    }
  }

  private void write(String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines));
  }
}
