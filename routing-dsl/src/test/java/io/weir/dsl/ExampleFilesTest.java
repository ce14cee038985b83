package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading.Accepted;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleFilesTest {
  private static final Path CONF = Path.of("../conf");

  static Stream<Path> whole() throws IOException {
    return weirFiles(CONF).stream();
  }

  static Stream<Path> all() throws IOException {
    return Stream.concat(whole(), weirFiles(CONF.resolve("sites")).stream());
  }

  private static List<Path> weirFiles(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".weir")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("whole")
  void isAcceptedWithoutAWarning(Path file) {
    var reading = WeirFile.read(file.toString(), new FileSources(), RegexCheck.NONE);

    assertThat(reading).isInstanceOf(Accepted.class);
    assertThat(((Accepted) reading).warnings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWrittenInTheOneStyle(Path file) {
    var source = new FileSources().open(file.toString()).source();

    var formatting = WeirPrinter.format(source);

    assertThat(formatting).isEqualTo(new Formatting.Formatted(source.text()));
  }
}
