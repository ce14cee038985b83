package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading.Accepted;
import io.weir.dsl.Reading.Rejected;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.DiagnosticText;
import io.weir.dsl.source.FileSources;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class GoldenFilesTest {
  /** Stands in for an engine: refuses what has an open parenthesis. */
  private static final RegexCheck REGEXES =
      regex ->
          regex.contains("(") && !regex.contains(")") ? Optional.of("missing )") : Optional.empty();

  @TestFactory
  Stream<DynamicTest> refusesWithExactlyTheseDiagnostics() {
    return Golden.inputs("rejected").stream()
        .map(input ->
            DynamicTest.dynamicTest(
                input.getFileName().toString(),
                () -> {
                  var reading = read(input);

                  assertThat(reading).isInstanceOf(Rejected.class);
                  var errors = ((Rejected) reading).errors();
                  Golden.matches(input, ".errors", DiagnosticText.render(errors));
                }));
  }

  @TestFactory
  Stream<DynamicTest> acceptsAsExactlyThisModel() {
    return Golden.inputs("accepted").stream()
        .map(input ->
            DynamicTest.dynamicTest(
                input.getFileName().toString(),
                () -> {
                  var reading = read(input);

                  assertThat(reading).isInstanceOf(Accepted.class);
                  var accepted = (Accepted) reading;
                  var text =
                      ModelText.of(accepted.config()) + DiagnosticText.render(accepted.warnings());
                  Golden.matches(input, ".model", text);
                  Golden.matches(input, ".fmt", formatted(input));
                }));
  }

  private static String formatted(Path input) {
    var source = new FileSources(input.getParent()).open(input.getFileName().toString()).source();
    return ((Formatting.Formatted) WeirPrinter.format(source)).text();
  }

  private static Reading read(Path input) {
    var files = new FileSources(input.getParent());
    return WeirFile.read(input.getFileName().toString(), files, REGEXES);
  }
}
