package io.weir.dsl.print;

import io.weir.dsl.lex.Lexer;
import io.weir.dsl.parse.Parser;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceBytes;
import io.weir.dsl.source.Span;
import java.util.List;

/**
 * Prints a source in the one style. A block that stands on one line stays there if it fits into
 * {@value Layout#WIDTH} columns; every other one gets a line per statement, indented by two. Line
 * breaks inside a statement stay where they are, as do single empty lines between statements.
 */
public final class WeirPrinter {
  private WeirPrinter() {}

  /** Prints a source; only its structure must be right, what it says is not looked at. */
  public static Formatting format(Source source) {
    if (source.text().length() > SourceBytes.LARGEST) {
      var problem =
          Diagnostic.of(
              Code.UNREADABLE,
              new Span(source, 0, 0),
              "found a file of more than " + SourceBytes.LARGEST + " characters");
      return new Formatting.Rejected(List.of(problem));
    }
    var findings = new Findings();
    var tokens = Lexer.lex(source, findings);
    Parser.parse(tokens, findings);
    return findings.hasErrors()
        ? new Formatting.Rejected(findings.errors())
        : new Formatting.Formatted(new Layout(tokens).print());
  }
}
