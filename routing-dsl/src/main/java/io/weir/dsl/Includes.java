package io.weir.dsl;

import io.weir.dsl.parse.Parser;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceBytes;
import io.weir.dsl.source.SourceLoader;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses a source and puts the statements of what it includes in the place of the include. */
final class Includes {
  private static final int DEEPEST = 16;
  private static final int MOST_SOURCES = 10_000;

  private final SourceLoader loader;
  private final Findings findings;
  private final Set<String> underWay = new LinkedHashSet<>();
  private final Map<String, Span> seen = new HashMap<>();
  private final List<Statement> statements = new ArrayList<>();

  Includes(SourceLoader loader, Findings findings) {
    this.loader = loader;
    this.findings = findings;
  }

  /** All statements in reading order, without versions and includes. */
  List<Statement> statements(Source root) {
    seen.put(root.name(), top(root));
    read(root, true);
    return statements;
  }

  /** The first line of a source, for mistakes that belong to no statement. */
  Span top(Source source) {
    int end = source.text().indexOf('\n');
    int stop = end < 0 ? source.text().length() : end;
    return new Span(
        source, 0, stop > 0 && source.text().charAt(stop - 1) == '\r' ? stop - 1 : stop);
  }

  private void read(Source source, boolean isRoot) {
    findings.reading(source);
    if (source.text().length() > SourceBytes.LARGEST) {
      findings.add(
          Code.UNREADABLE,
          new Span(source, 0, 0),
          "found a file of more than " + SourceBytes.LARGEST + " characters");
      return;
    }
    underWay.add(source.name());
    var parsed = Parser.parse(source, findings);
    int first = version(source, parsed, isRoot) ? 1 : 0;
    for (var statement : parsed.subList(first, parsed.size())) {
      if (statement.keyword().text().equals("include")) {
        include(statement);
      } else {
        statements.add(statement);
      }
    }
    underWay.remove(source.name());
  }

  /** Whether the first statement tells the version; a file that is included may leave it out. */
  private boolean version(Source source, List<Statement> parsed, boolean isRoot) {
    boolean isThere = !parsed.isEmpty() && parsed.getFirst().keyword().text().equals("weir");
    if (!isThere) {
      if (isRoot) {
        var place = parsed.isEmpty() ? top(source) : parsed.getFirst().keyword().span();
        findings.add(
            Diagnostic.of(Code.VERSION, place, "the file does not begin with its version")
                .hint("write \"weir 1\" in the first line"));
      }
      return false;
    }
    var statement = parsed.getFirst();
    boolean isOne =
        statement.arguments().size() == 1
            && statement.block().isEmpty()
            && statement.arguments().getFirst() instanceof Argument.Word(var number, _)
            && number.equals("1");
    if (!isOne && statement.isIntact()) {
      findings.add(
          Code.VERSION,
          statement.span(),
          "found \"%s\"; expected \"weir 1\"".formatted(shortened(statement.span().text())));
    }
    return true;
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private void include(Statement statement) {
    if (!statement.isIntact()) {
      return;
    }
    var arguments = statement.arguments();
    if (arguments.size() != 1
        || statement.block().isPresent()
        || !(arguments.getFirst() instanceof Argument.Text(var pattern, var span))) {
      findings.add(
          Diagnostic.of(Code.INCLUDE, statement.span(), "include needs one text in quotes")
              .hint("write: include \"sites/*.weir\""));
      return;
    }
    if (underWay.size() >= DEEPEST) {
      findings.add(Code.INCLUDE, span, "found includes more than " + DEEPEST + " deep");
      return;
    }
    var found = loader.load(span, pattern);
    found.problems().forEach(findings::add);
    if (found.sources().isEmpty() && found.problems().isEmpty()) {
      findings.add(Code.NOTHING_INCLUDED, span, "no file matches \"" + pattern + "\"");
    }
    found.sources().forEach(source -> include(source, span));
  }

  private void include(Source source, Span span) {
    if (underWay.contains(source.name())) {
      findings.add(
          Code.CYCLE,
          span,
          "\""
              + source.name()
              + "\" includes itself: "
              + String.join(" -> ", underWay)
              + " -> "
              + source.name());
      return;
    }
    var first = seen.putIfAbsent(source.name(), span);
    if (first != null) {
      findings.add(
          Diagnostic.of(Code.INCLUDE, span, "\"" + source.name() + "\" is included a second time")
              .label("first in " + first.place()));
    } else if (seen.size() > MOST_SOURCES) {
      findings.add(Code.INCLUDE, span, "found more than " + MOST_SOURCES + " files");
    } else {
      read(source, false);
    }
  }
}
