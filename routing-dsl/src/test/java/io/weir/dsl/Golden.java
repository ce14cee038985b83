package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares results with files beside their inputs. With {@code -Dgolden.update=true} the files are
 * written instead; look at the difference before it is committed.
 */
final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private Golden() {}

  /** The inputs in a folder of the golden files, by name. */
  static List<Path> inputs(String folder) {
    try (var files = Files.list(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".weir")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The file beside the input whose name ends differently. */
  static void matches(Path input, String ending, String actual) throws IOException {
    var name = input.getFileName().toString().replaceFirst("\\.weir$", ending);
    var golden = input.resolveSibling(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, actual);
    }

    assertThat(golden).exists();
    assertThat(actual).isEqualTo(Files.readString(golden));
  }
}
