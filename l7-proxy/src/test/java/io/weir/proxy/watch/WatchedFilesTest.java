package io.weir.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  @TempDir private Path folder;
  private final WatchedFiles<String> files = new WatchedFiles<>(this::load, it -> it);
  private Path path;
  private int second;
  private int loads;

  @BeforeEach
  void writeOnce() throws IOException {
    path = folder.resolve("file");
    write("one");
  }

  @Test
  void readsAFileOnceUntilItChanges() throws IOException {
    var first = files.open(path.toString());
    var again = files.open(path.toString());
    for (int i = 0; i < 5; i++) {
      files.look();
    }

    assertThat(again).isSameAs(first);
    assertThat(first.current()).isEqualTo("one");
    assertThat(loads).isEqualTo(1);
  }

  @Test
  void readsAChangeAtTheSecondLook() throws IOException {
    var file = files.open(path.toString());
    write("two");

    files.look();
    var before = file.current();
    files.look();

    assertThat(before).isEqualTo("one");
    assertThat(file.current()).isEqualTo("two");
  }

  /** A file that is still being written changes from look to look. */
  @Test
  void waitsUntilAChangeIsOver() throws IOException {
    var file = files.open(path.toString());

    for (int i = 0; i < 5; i++) {
      write("bad " + i);
      files.look();
    }
    write("whole");
    files.look();
    files.look();

    assertThat(file.current()).isEqualTo("whole");
    assertThat(files.failures()).isZero();
  }

  @Test
  void keepsWhatItHasWhenAChangeIsBadAndCountsItOnce() throws IOException {
    var file = files.open(path.toString());
    write("bad");

    for (int i = 0; i < 5; i++) {
      files.look();
    }

    assertThat(file.current()).isEqualTo("one");
    assertThat(files.failures()).isEqualTo(1);
  }

  @Test
  void takesUpAFileThatIsGoodAgain() throws IOException {
    var file = files.open(path.toString());
    write("bad");
    files.look();
    files.look();
    write("three");

    files.look();
    files.look();

    assertThat(file.current()).isEqualTo("three");
  }

  @Test
  void keepsWhatItHasWhileTheFileIsGone() throws IOException {
    var file = files.open(path.toString());
    Files.delete(path);

    files.look();
    files.look();
    var meanwhile = file.current();
    write("four");
    files.look();
    files.look();

    assertThat(meanwhile).isEqualTo("one");
    assertThat(file.current()).isEqualTo("four");
    assertThat(files.failures()).isEqualTo(1);
  }

  @Test
  void seesAFileThatAnotherTakesThePlaceOf() throws IOException {
    var file = files.open(path.toString());
    var next = folder.resolve("next");
    Files.writeString(next, "six");
    // As a copy that keeps times does: same size, same time, another file.
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(path));
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);

    files.look();
    files.look();

    assertThat(file.current()).isEqualTo("six");
  }

  @Test
  void openingReadsAChangeAtOnceAndTellsWhatIsWrong() throws IOException {
    var file = files.open(path.toString());
    write("two");
    files.open(path.toString());
    write("bad");

    assertThatThrownBy(() -> files.open(path.toString())).hasMessage("found something bad");
    assertThat(file.current()).isEqualTo("two");
  }

  @Test
  void saysWhatIsWrongWithAFileThatCannotBeRead() {
    assertThatThrownBy(() -> files.open(folder + "/none"))
        .hasMessage("found no file '" + folder + "/none'");
    assertThatThrownBy(() -> files.open(folder.toString())).hasMessageContaining("a directory");
    assertThatThrownBy(() -> files.open("a\0b")).hasMessageContaining("no file can have");
  }

  @Test
  void forgetsWhatIsNotRetained() throws IOException {
    files.open(path.toString());

    files.retain(List.of());

    assertThatThrownBy(() -> files.get(path.toString())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aThreadLooksByItself() throws Exception {
    var read = new CompletableFuture<String>();
    var watched =
        new WatchedFiles<String>(
            (it, _) -> {
              var text = Files.readString(it);
              if (text.equals("two")) {
                read.complete(text);
              }
              return text;
            },
            it -> it);
    watched.open(path.toString());
    try (var _ = new FileWatch(List.of(watched), java.time.Duration.ofMillis(5))) {
      write("two");

      assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("two");
    }
  }

  /** Each write has a time of its own, however fast they follow each other. */
  private void write(String text) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1_000_000 + ++second)));
  }

  private String load(Path path, String name) throws IOException {
    loads++;
    var text = Files.readString(path);
    if (text.startsWith("bad")) {
      throw new IOException("found something bad");
    }
    return text;
  }
}
