package io.weir.dsl.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Renders diagnostics for editors: a JSON array with one object a line. Lines and columns count
 * from one, columns in UTF-16 units; the end is exclusive; {@code label} and {@code hint} may be
 * null.
 */
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /** The array; ends in a newline. */
  public static String render(List<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) {
      return "[]\n";
    }
    return diagnostics.stream()
        .map(DiagnosticJson::object)
        .collect(Collectors.joining(",\n ", "[\n ", "\n]\n"));
  }

  private static String object(Diagnostic diagnostic) {
    var span = diagnostic.span();
    var end = new Span(span.source(), span.end(), span.end());
    return "{\"severity\":"
        + quote(diagnostic.severity().word())
        + ",\"code\":"
        + quote(diagnostic.code().id())
        + ",\"message\":"
        + quote(diagnostic.message())
        + ",\"file\":"
        + quote(span.source().name())
        + ",\"line\":"
        + span.line()
        + ",\"column\":"
        + span.column()
        + ",\"endLine\":"
        + end.line()
        + ",\"endColumn\":"
        + end.column()
        + ",\"label\":"
        + quote(diagnostic.label())
        + ",\"hint\":"
        + quote(diagnostic.hint())
        + "}";
  }

  private static String quote(Optional<String> text) {
    return text.map(DiagnosticJson::quote).orElse("null");
  }

  private static String quote(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
