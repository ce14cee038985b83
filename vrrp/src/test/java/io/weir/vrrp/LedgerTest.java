package io.weir.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads docs/vrrp-ledger.md: what it says that a requirement is held by must exist. */
class LedgerTest {
  private static final Path ROOT = Path.of("..");
  private static final Path TESTS = Path.of("src/test/java/io/weir/vrrp");
  private static final Path CHECK = ROOT.resolve("l7-proxy/src/test/checks/vrrp-check.py");
  private static final Path GOLDEN = ROOT.resolve("routing-dsl/src/test/resources/golden");
  private static final Pattern REFERENCE = Pattern.compile("^`([^`]+)`$");
  private static final int COLUMNS = 5;

  /** A row: section, level, what must be, and what holds it. */
  record Row(List<String> cells) {
    List<String> holders() {
      return cells.subList(3, COLUMNS);
    }
  }

  static Stream<Row> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/vrrp-ledger.md")).stream()
        .filter(line -> line.matches("\\| [0-9].*"))
        .map(line -> new Row(Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRequirementIsHeldByATestThatExistsOrHasAReason(Row row) throws IOException {
    assertThat(row.cells()).hasSize(COLUMNS);
    assertThat(row.cells().get(1)).isIn("MUST", "MUST NOT");
    for (var holder : row.holders()) {
      var reference = REFERENCE.matcher(holder);
      if (reference.matches()) {
        assertThat(exists(reference.group(1))).as(holder).isTrue();
      } else {
        assertThat(holder).startsWith("—: ").hasSizeGreaterThan(10);
      }
    }
  }

  @Test
  void everySectionThatDemandsSomethingIsThere() throws IOException {
    assertThat(rows().map(row -> row.cells().getFirst()).distinct())
        .contains("5.1.1.3", "5.1.2.3", "5.2.2", "5.2.4", "5.2.5", "5.2.6", "5.2.9", "6.1")
        .contains("6.4.1", "6.4.2", "6.4.3", "7.1", "7.2", "7.3", "7.4")
        .contains("8.1.2", "8.1.3", "8.2.2", "8.2.3", "8.3.1");
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(59);
  }

  @Test
  void aTestThatDoesNotExistIsMissed() throws IOException {
    assertThat(exists("LedgerTest.noSuchTest")).isFalse();
    assertThat(exists("NoSuchTest.atAll")).isFalse();
    assertThat(exists("check: no such line")).isFalse();
    assertThat(exists("golden: rejected/no-such-file")).isFalse();
  }

  private static boolean exists(String reference) throws IOException {
    if (reference.startsWith("check: ")) {
      return Files.readString(CHECK).contains('"' + reference.substring(7) + '"');
    }
    if (reference.startsWith("golden: ")) {
      return Files.exists(GOLDEN.resolve(reference.substring(8) + ".weir"));
    }
    int dot = reference.indexOf('.');
    var name = reference.substring(0, dot) + ".java";
    try (var files = Files.walk(TESTS)) {
      var file = files.filter(one -> one.endsWith(name)).findFirst();
      return file.isPresent()
          && Files.readString(file.get()).contains("void " + reference.substring(dot + 1) + "(");
    }
  }
}
