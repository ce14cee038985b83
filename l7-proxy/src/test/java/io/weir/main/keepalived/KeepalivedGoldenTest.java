package io.weir.main.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code -Dgolden.update=true} the expected files are written instead. */
class KeepalivedGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/weir/main/keepalived");

  @ParameterizedTest
  @CsvSource({"web, ", "web, secrets", "lvs, ", "unicast, secrets", "odd, secrets", "moves, "})
  void becomesExactlyThis(String name, String secrets) throws IOException {
    var text = Files.readString(FOLDER.resolve(name + ".conf"));
    var golden = FOLDER.resolve(name + (secrets == null ? "" : "-" + secrets) + ".weir");

    var imported = Keepalived.read(text, Optional.ofNullable(secrets));

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, imported.text());
    }
    assertThat(imported.text()).isEqualTo(Files.readString(golden));
    assertThat(imported.text()).contains(imported.coverage());
    assertThat(imported.todos())
        .allSatisfy(todo -> assertThat(imported.text()).contains("# TODO " + todo));
  }
}
