package io.weir.dsl.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticTest {
  private static final String CONTRACT =
      "  route /v2/**                               { use public-api; to api 95%, api-canry 5% sticky \"ab\" }";

  @Test
  void looksAsTheContractSaysItDoes() {
    var text = "\n".repeat(22) + CONTRACT + "\n";
    int at = text.indexOf("api-canry");
    var span = new Span(new Source("conf/site.weir", text), at, at + 9);

    var printed =
        DiagnosticText.render(
            Diagnostic.of(Code.UNKNOWN_POOL, span, "unknown pool \"api-canry\"")
                .label("did you mean \"api-canary\"? (pool, line 8)"));

    assertThat(printed)
        .isEqualTo(
            """
            error[E112] unknown pool "api-canry"
              conf/site.weir:23:76
            23 |   route /v2/**                               { use public-api; to api 95%, api-canry 5% sticky "ab" }
               |                                                                            ^^^^^^^^^ did you mean "api-canary"? (pool, line 8)
            """);
  }

  @Test
  void isOneJsonObjectForEditors() {
    var span = new Span(new Source("a\\b.weir", "weir 1\n\"x\ty\"\n"), 7, 12);

    var json =
        DiagnosticJson.render(
            List.of(Diagnostic.of(Code.SYNTAX, span, "found \"x\ty\"\u0001").hint("fix it")));

    assertThat(json)
        .isEqualTo(
            """
            [
             {"severity":"error","code":"E104","message":"found \\"x\\ty\\"\\u0001","file":"a\\\\b.weir",\
            "line":2,"column":1,"endLine":2,"endColumn":6,"label":null,"hint":"fix it"}
            ]
            """);
  }

  @Test
  void neverSendsControlCharactersOfAFileToTheTerminal() {
    var span = new Span(new Source("a.weir", "x \u001b[2J\u202e y"), 2, 3);

    var printed = DiagnosticText.render(Diagnostic.of(Code.SYNTAX, span, "found \u001b"));

    assertThat(printed).doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void suggestsWhatIsAtMostAThirdAway() {
    var names = List.of("backend", "static", "web");

    assertThat(Nearest.to("bakend", names)).contains("backend");
    assertThat(Nearest.to("abckend", names)).contains("backend");
    assertThat(Nearest.to("wbe", names)).contains("web");
    assertThat(Nearest.to("statics-x", names)).contains("static");
    assertThat(Nearest.to("frontend", names)).isEmpty();
    assertThat(Nearest.to("web", names)).isEmpty();
  }

  @Test
  void everyCodeIsInTheReference() throws IOException {
    var reference = Files.readString(Path.of("../docs/language.md"));

    for (var code : Code.values()) {
      assertThat(reference).contains("| " + code.id() + " |");
    }
  }

  @Test
  void refusesAFileThatIsTooLargeWithoutReadingIt(@TempDir Path folder) throws IOException {
    var large = folder.resolve("large.weir");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(SourceBytes.LARGEST + 1L);
    }

    var decoded = new FileSources(folder).open("large.weir");

    assertThat(decoded.problem().orElseThrow().message()).contains("at most 16777216");
  }

  @Test
  void refusesAFolderAndANameThatNoFileCanHave(@TempDir Path folder) {
    var files = new FileSources(folder);

    assertThat(files.open("").problem().orElseThrow().message())
        .isEqualTo("found a directory; expected a file");
    assertThat(files.open("a\0b").problem()).isPresent();
    assertThat(files.open("none.weir").problem().orElseThrow().message()).isEqualTo("no such file");
  }
}
