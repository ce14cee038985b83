package io.weir.dsl.source;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders diagnostics for a terminal: message, place, source line, and carets under the place. Of a
 * source without any text, as one that could not be read, only the name is shown.
 */
public final class DiagnosticText {
  private static final int WIDEST = 200;
  private static final int BEFORE = 80;

  private DiagnosticText() {}

  /** All of them, an empty line between two. */
  public static String render(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(DiagnosticText::render).collect(Collectors.joining("\n"));
  }

  /** One of them; ends in a newline. */
  public static String render(Diagnostic diagnostic) {
    var span = diagnostic.span();
    var out = new StringBuilder();
    out.append(diagnostic.severity().word())
        .append('[')
        .append(diagnostic.code().id())
        .append("] ");
    out.append(printable(diagnostic.message())).append('\n');
    out.append("  ").append(printable(span.source().name()));
    if (span.source().text().isEmpty()) {
      diagnostic.label().ifPresent(label -> out.append(": ").append(printable(label)));
      out.append('\n');
    } else {
      excerpt(diagnostic, out);
    }
    diagnostic
        .hint()
        .ifPresent(hint -> out.append("  hint: ").append(printable(hint)).append('\n'));
    return out.toString();
  }

  /** One of them in one line without its end, for logs: code, place, message. */
  public static String line(Diagnostic diagnostic) {
    var span = diagnostic.span();
    return "%s[%s] %s:%d: %s"
        .formatted(
            diagnostic.severity().word(),
            diagnostic.code().id(),
            printable(span.source().name()),
            span.line(),
            printable(diagnostic.message()));
  }

  private static void excerpt(Diagnostic diagnostic, StringBuilder out) {
    var span = diagnostic.span();
    var text = span.source().text();
    int line = span.line();
    int column = span.column();
    int lineStart = span.start() - column + 1;
    int lineEnd = lineEnd(text, span.start());

    int from =
        lineEnd - lineStart <= WIDEST ? lineStart : Math.max(lineStart, span.start() - BEFORE);
    int to = Math.min(lineEnd, from + WIDEST);
    int marked = Math.max(1, Math.min(span.end(), to) - span.start());
    var lead = from > lineStart ? "… " : "";
    var number = Integer.toString(line);

    out.append(':').append(line).append(':').append(column).append('\n');
    out.append(number)
        .append(" | ")
        .append(lead)
        .append(printable(withoutSecrets(text.substring(from, to))));
    out.append(to < lineEnd ? " …\n" : "\n");
    out.append(" ".repeat(number.length() + 1)).append("| ").append(" ".repeat(lead.length()));
    for (int i = from; i < span.start(); i++) {
      out.append(text.charAt(i) == '\t' ? '\t' : ' ');
    }
    out.repeat('^', marked);
    diagnostic.label().ifPresent(label -> out.append(' ').append(printable(label)));
    out.append('\n');
  }

  /** The user and password of a URL become asterisks, as many as they were. */
  private static String withoutSecrets(String line) {
    var out = new StringBuilder(line);
    for (int at = line.indexOf("://"); at >= 0; at = line.indexOf("://", at + 1)) {
      int start = at + 3;
      int end = start;
      while (end < line.length() && "\"/ \t".indexOf(line.charAt(end)) < 0) {
        end++;
      }
      int last = line.lastIndexOf('@', end - 1);
      for (int i = start; i < last; i++) {
        out.setCharAt(i, '*');
      }
    }
    return out.toString();
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    end = end < 0 ? text.length() : end;
    return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** Control characters of a file must not reach the terminal as such. */
  private static String printable(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean harmless = c == '\t' || !(Character.isISOControl(c) || isInvisible(c));
      out.append(harmless ? c : '\uFFFD');
    }
    return out.toString();
  }

  private static boolean isInvisible(char c) {
    return Character.getType(c) == Character.FORMAT;
  }
}
