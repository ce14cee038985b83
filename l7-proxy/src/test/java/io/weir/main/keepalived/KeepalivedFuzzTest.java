package io.weir.main.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class KeepalivedFuzzTest {
  @FuzzTest
  void whateverIsReadIsAcceptedAndInTheOneStyle(byte[] octets) {
    var imported =
        Keepalived.read(new String(octets, StandardCharsets.UTF_8), Optional.of("secrets"));

    var source = new Source("import", imported.text());
    assertThat(WeirFile.read(source, SourceLoader.none(), RegexCheck.NONE))
        .isInstanceOf(Reading.Accepted.class);
    assertThat(WeirPrinter.format(source)).isEqualTo(new Formatting.Formatted(imported.text()));
    assertThat(imported.known()).isBetween(0, imported.all());
  }
}
