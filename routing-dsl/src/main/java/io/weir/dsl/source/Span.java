package io.weir.dsl.source;

/**
 * A stretch of one source, from {@code start} (inclusive) to {@code end} (exclusive), in UTF-16
 * units from the start of the text.
 */
public record Span(Source source, int start, int end) {
  public Span {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException(
          "span " + start + ".." + end + " is outside of a text of " + source.text().length());
    }
  }

  /** The line that the span starts on, counted from one. */
  public int line() {
    int line = 1;
    for (int i = 0; i < start; i++) {
      if (source.text().charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** The column that the span starts at, counted from one. */
  public int column() {
    return start - source.text().lastIndexOf('\n', start - 1);
  }

  /** The place as {@code file:line}, as logs and {@code explain} name it. */
  public String place() {
    return source.name() + ":" + line();
  }

  /** The text that the span covers. */
  public String text() {
    return source.text().substring(start, end);
  }
}
