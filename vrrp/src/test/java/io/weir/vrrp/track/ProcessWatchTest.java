package io.weir.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessWatchTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir private Path proc;

  @Test
  void findsAProcessByItsName() throws IOException {
    process(12, "nginx", 'S', "nginx: worker");
    process(13, "a (odd) name", 'R', "x");

    assertThat(look("nginx")).isEqualTo(Answer.up("process 12"));
    assertThat(look("a (odd) name")).isEqualTo(Answer.up("process 13"));
    assertThat(look("ngin").state()).isZero();
  }

  @Test
  void whoHasEndedAndIsOnlyKeptForItsParentRunsNoMore() throws IOException {
    process(12, "nginx", 'Z', "");

    assertThat(look("nginx").state()).isZero();
  }

  @Test
  void ofANameThatTheKernelHasCutTheCommandLineIsLookedAt() throws IOException {
    process(12, "a-very-long-nam", 'S', "/usr/bin/a-very-long-name-1\0-x");
    process(13, "a-very-long-nam", 'S', "/usr/bin/python3\0/opt/a-very-long-name-2");

    assertThat(look("a-very-long-name-1")).isEqualTo(Answer.up("process 12"));
    assertThat(look("a-very-long-name-2")).isEqualTo(Answer.up("process 13"));
    assertThat(look("a-very-long-name-3").state()).isZero();
  }

  @Test
  void seesAtOnceThatAProcessIsGoneAndThatAnotherOneRuns() throws IOException {
    var watch = new ProcessWatch(proc, "nginx");
    process(12, "nginx", 'S', "");
    assertThat(watch.look(0).state()).isOne();

    Files.delete(proc.resolve("12/stat"));
    process(13, "nginx", 'S', "");

    assertThat(watch.look(1)).isEqualTo(Answer.up("process 13"));
    Files.delete(proc.resolve("13/stat"));
    assertThat(watch.look(2).state()).isZero();
  }

  @Test
  void looksAtAllProcessesOnceASecondAtMost() throws IOException {
    var watch = new ProcessWatch(proc, "nginx");
    assertThat(watch.look(0).state()).isZero();

    process(12, "nginx", 'S', "");

    assertThat(watch.look(SECOND - 1).state()).isZero();
    assertThat(watch.look(SECOND).state()).isOne();
  }

  @Test
  void findsThisVeryProcess() {
    assertThat(new ProcessWatch(Path.of("/proc"), "java").look(0).state()).isOne();
  }

  private Answer look(String name) {
    return new ProcessWatch(proc, name).look(0);
  }

  private void process(int id, String name, char state, String command) throws IOException {
    var folder = Files.createDirectories(proc.resolve(Integer.toString(id)));
    Files.writeString(folder.resolve("stat"), "%d (%s) %c 1 1 1".formatted(id, name, state));
    Files.writeString(folder.resolve("cmdline"), command);
  }
}
