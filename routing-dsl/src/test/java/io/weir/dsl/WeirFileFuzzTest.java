package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.DiagnosticJson;
import io.weir.dsl.source.DiagnosticText;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceBytes;
import io.weir.dsl.source.SourceLoader;

class WeirFileFuzzTest {
  @FuzzTest
  void readsAnyBytes(byte[] bytes) {
    var reading = WeirFile.read("fuzz.weir", bytes, SourceLoader.none(), RegexCheck.NONE);

    if (reading instanceof Reading.Rejected(var errors)) {
      assertThat(errors).isNotEmpty();
      assertThat(DiagnosticText.render(errors)).isNotBlank();
      assertThat(DiagnosticJson.render(errors)).isNotBlank();
    }
  }

  @FuzzTest
  void formatsAnyTextOnce(byte[] bytes) {
    var source = SourceBytes.decode("fuzz.weir", bytes).source();

    if (WeirPrinter.format(source) instanceof Formatting.Formatted(var once)) {
      var twice = WeirPrinter.format(new Source("fuzz.weir", once));

      assertThat(twice).isEqualTo(new Formatting.Formatted(once));
    }
  }
}
