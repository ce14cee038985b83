package io.weir.vrrp.track;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = SECONDS)
class TrackersTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Trackers trackers =
      new Trackers((subject, answer) -> told.add(subject + " " + answer.state()));

  @AfterEach
  void close() {
    trackers.close();
  }

  @Test
  void tellsAtFirstAndWhenAFileChanges() throws Exception {
    var file = Files.writeString(folder.resolve("number"), "3");

    trackers.use(List.of(new Check.Content("f", file)));

    assertThat(told.take()).isEqualTo("f 3");
    replace(file, "-4");
    assertThat(told.take()).isEqualTo("f -4");
    Files.delete(file);
    assertThat(told.take()).isEqualTo("f 0");
  }

  @Test
  void tellsHowAProgramEndsAndWhenItEndsOtherwise() throws Exception {
    var flag = folder.resolve("flag");
    trackers.use(List.of(script(LONG, 1, 2, "test", "-e", flag.toString())));

    assertThat(told.take()).isEqualTo("s 0");
    Files.writeString(flag, "");
    assertThat(told.take()).isEqualTo("s 1");
    Files.delete(flag);
    assertThat(told.take()).isEqualTo("s 0");
  }

  @Test
  void aProgramThatTakesTooLongIsKilledWithWhatItStartedAndHasFailed() throws Exception {
    var log = folder.resolve("log");
    var sleeper = "sleep 40 & echo $! >> " + log + "; wait";
    trackers.use(List.of(script(Duration.ofSeconds(2), 1, 1, "sh", "-c", sleeper)));

    assertThat(told.take()).isEqualTo("s 0");
    long child = Long.parseLong(Files.readAllLines(log).getFirst());
    ProcessHandle.of(child).ifPresent(process -> process.onExit().join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereIsDown() throws Exception {
    trackers.use(List.of(script(LONG, 1, 1, folder.resolve("none").toString())));

    assertThat(told.take()).isEqualTo("s 0");
  }

  @Test
  void asksWhoCanTellAtOnce() throws Exception {
    var trouble = new AtomicReference<Optional<String>>(Optional.of("asleep"));
    trackers.use(List.of(new Check.Asked("proxy", trouble::get)));

    assertThat(told.take()).isEqualTo("proxy 0");
    trouble.set(Optional.empty());
    assertThat(told.take()).isEqualTo("proxy 1");
  }

  @Test
  void whatStaysIsNotToldAgainAndWhatIsNewIs() throws Exception {
    Check kept = new Check.Named("java", "java");
    trackers.use(List.of(kept));
    assertThat(told.take()).isEqualTo("java 1");

    trackers.use(List.of(kept, new Check.Content("f", folder.resolve("none"))));

    assertThat(told.take()).isEqualTo("f 0");
    assertThat(told).isEmpty();
  }

  @Test
  void whatRunsIsKilledAtTheEnd() throws Exception {
    var log = folder.resolve("log");
    var sleeper = "echo $$ > " + log + ".new; mv " + log + ".new " + log + "; exec sleep 40";
    trackers.use(List.of(script(LONG, 1, 1, "sh", "-c", sleeper)));
    while (!Files.exists(log)) {
      Thread.onSpinWait();
    }
    var process = ProcessHandle.of(Long.parseLong(Files.readString(log).strip())).orElseThrow();

    trackers.close();

    process.onExit().join();
    assertThat(process.isAlive()).isFalse();
  }

  private static Check.Script script(Duration timeout, int rise, int fall, String... command) {
    return new Check.Script("s", List.of(command), OFTEN, timeout, rise, fall);
  }

  private void replace(Path file, String text) throws IOException {
    var next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
