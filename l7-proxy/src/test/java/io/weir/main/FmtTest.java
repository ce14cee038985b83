package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtTest {
  private static final String UGLY =
      "weir 1\n\n\n\nlisten    :80   # here\nhost * {route /** {respond 204}}";
  private static final String NEAT =
      "weir 1\n\nlisten :80  # here\nhost * { route /** { respond 204 } }\n";

  @TempDir private Path folder;

  @Test
  void rewritesAFileInPlaceAndKeepsItsPermissions() throws IOException {
    var file = write("a.weir", UGLY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    var result = Cli.run("fmt", file.toString());

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Files.readString(file)).isEqualTo(NEAT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void rewritesWhatALinkPointsAtAndKeepsTheLink() throws IOException {
    var file = write("a.weir", UGLY);
    var link = Files.createSymbolicLink(folder.resolve("link.weir"), file);

    Cli.run("fmt", link.toString());

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).isEqualTo(NEAT);
  }

  @Test
  void listsTheFilesThatDifferAndWritesNothing() throws IOException {
    var ugly = write("ugly.weir", UGLY);
    var neat = write("neat.weir", NEAT);

    var result = Cli.run("fmt", "--check", ugly.toString(), neat.toString());

    assertThat(result).isEqualTo(new Cli.Result(1, ugly + System.lineSeparator(), ""));
    assertThat(Files.readString(ugly)).isEqualTo(UGLY);
  }

  @Test
  void goesFromStdinToStdout() {
    var before = System.in;
    System.setIn(new ByteArrayInputStream(UGLY.getBytes(StandardCharsets.UTF_8)));

    var result = Cli.run("fmt", "-");

    System.setIn(before);
    assertThat(result).isEqualTo(new Cli.Result(0, NEAT, ""));
  }

  @Test
  void leavesAFileWithoutStructureAlone() throws IOException {
    var file = write("broken.weir", "weir 1\nhost * {\n");

    var result = Cli.run("fmt", file.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("error[E1");
    assertThat(Files.readString(file)).isEqualTo("weir 1\nhost * {\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
