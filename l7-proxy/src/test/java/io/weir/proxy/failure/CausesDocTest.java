package io.weir.proxy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CausesDocTest {
  private static final Pattern SECTION = Pattern.compile("## .*\\(`([a-z]+)`\\)");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+)` \\| (\\d+) \\| .+ \\| .+ \\|");

  @Test
  void explainsEveryCauseWithItsFaultAndStatusAndNoOther() throws IOException {
    var page = Files.readAllLines(Path.of("../docs/causes.md"));

    var explained = rows(page);

    assertThat(explained)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Cause.values())
                .map(cause -> row(cause.fault().text(), cause.code(), cause.status()))
                .toList());
  }

  private static List<String> rows(List<String> page) {
    var rows = new ArrayList<String>();
    var fault = "";
    for (var line : page) {
      var section = SECTION.matcher(line);
      var row = ROW.matcher(line);
      if (section.matches()) {
        fault = section.group(1);
      } else if (row.matches()) {
        rows.add(row(fault, row.group(1), Integer.parseInt(row.group(2))));
      }
    }
    return rows;
  }

  private static String row(String fault, String code, int status) {
    return fault + " " + code + " " + status;
  }
}
