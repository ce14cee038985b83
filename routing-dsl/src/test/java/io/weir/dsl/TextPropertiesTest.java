package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading.Accepted;
import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.DiagnosticJson;
import io.weir.dsl.source.DiagnosticText;
import io.weir.dsl.source.MemorySources;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextPropertiesTest {
  private static final String[] PIECES = {
    "weir 1\n",
    "listen ",
    ":80",
    "pool ",
    "web",
    "{",
    "}",
    " { ",
    " }\n",
    ";",
    "\n",
    "\n\n",
    " ",
    "# note\n",
    "host ",
    "*",
    "a.example",
    ",",
    ", ",
    "route ",
    "/a/{id}/**",
    "/** ",
    "to ",
    "when ",
    "(",
    ")",
    "not ",
    " and ",
    " or ",
    "header ",
    "\"X\"",
    " is ",
    "\"1\"",
    "[",
    "]",
    "let ",
    "a",
    "=",
    "10s",
    "10M",
    "95%",
    "10.0.0.0/8",
    "[::1]:80",
    "->",
    "<=",
    "use ",
    "policy ",
    "timeout connect ",
    "\"un",
    "\\",
    "\u0000",
    "\r\n",
    "\r",
    "\t",
    "é",
    "\uD83D",
    "include ",
    "expect GET ",
    "server ",
    "respond 200",
    "cache x 10m"
  };

  @Property(tries = 1000)
  void anyTextIsAcceptedOrRefusedWithReasons(@ForAll("texts") String text) {
    var source = new Source("any.weir", text);

    var reading = WeirFile.read(source, SourceLoader.none());

    switch (reading) {
      case Accepted accepted -> assertThat(accepted.config().hosts()).isNotNull();
      case Reading.Rejected(var errors) -> {
        assertThat(errors).isNotEmpty();
        assertThat(DiagnosticText.render(errors))
            .contains(text.isEmpty() ? "any.weir\n" : "any.weir:");
        assertThat(DiagnosticJson.render(errors)).startsWith("[").endsWith("]\n");
      }
    }
  }

  @Property(tries = 1000)
  void formattedTextIsFormattedAsItIs(@ForAll("texts") String text) {
    var once = WeirPrinter.format(new Source("any.weir", text));

    if (once instanceof Formatting.Formatted(var formatted)) {
      var twice = WeirPrinter.format(new Source("any.weir", formatted));

      assertThat(twice).isEqualTo(new Formatting.Formatted(formatted));
    }
  }

  /** Behind a block no semicolon is needed, and one is printed: the line must fit with it. */
  @Example
  void aLineThatJustFitsStaysAsItIs() {
    var line =
        "host a { p/a/ { id }; /**ty high; route /x { use bulk; respond 200 }; x { y 200 } }";
    for (int spare = 0; spare < 30; spare++) {
      formattedTextIsFormattedAsItIs(
          "weir 1\n" + line.replace(" }; ", " }").replace("high", "high" + "x".repeat(spare)));
    }
  }

  @Property(tries = 200)
  void formattingKeepsTheMeaning(@ForAll("squeezed") String text) {
    var read = WeirFile.read(new Source("site.weir", text), new MemorySources(Map.of()));
    var formatted = (Formatting.Formatted) WeirPrinter.format(new Source("site.weir", text));

    var again =
        WeirFile.read(new Source("site.weir", formatted.text()), new MemorySources(Map.of()));

    assertThat(read).isInstanceOf(Accepted.class);
    assertThat(ModelText.of(((Accepted) again).config()))
        .isEqualTo(ModelText.of(((Accepted) read).config()));
  }

  @Provide
  Arbitrary<String> texts() {
    var pieces = Arbitraries.of(PIECES).list().ofMaxSize(60).map(list -> String.join("", list));
    var plain = Arbitraries.strings().ofMaxLength(80);
    return Arbitraries.oneOf(pieces, plain, damaged());
  }

  /** An accepted file with a piece put in, or a stretch left out. */
  private static Arbitrary<String> damaged() {
    var whole = accepted();
    var at = Arbitraries.integers().between(0, 10_000);
    var length = Arbitraries.integers().between(0, 40);
    return Combinators.combine(whole, at, length, Arbitraries.of(PIECES))
        .as((text, start, cut, piece) -> {
          int from = start % (text.length() + 1);
          int to = Math.min(text.length(), from + cut);
          return text.substring(0, from) + piece + text.substring(to);
        });
  }

  /** An accepted file laid out otherwise, which means the same. */
  @Provide
  Arbitrary<String> squeezed() {
    var between = Arbitraries.of("\n", "\n\n\n", " ;\n", " # a note\n", "\n  # a note\n\n", "\r\n");
    // Where a line ends inside a statement, a semicolon would change the meaning
    var whole = accepted().filter(text -> !text.contains("weir 1;# v"));
    return Combinators.combine(whole, between, Arbitraries.of(" ", "  ", "\t"))
        .as((text, end, space) -> text.replaceAll("\n", end).replaceAll("(?m)^ +", space));
  }

  private static Arbitrary<String> accepted() {
    return Arbitraries.of(Golden.inputs("accepted"))
        .map(file -> {
          try {
            return Files.readString(file);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        })
        .map(text -> text.replace("\r\n", "\n"));
  }
}
