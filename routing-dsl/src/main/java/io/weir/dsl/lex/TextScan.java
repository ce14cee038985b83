package io.weir.dsl.lex;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;

/** Reads one text in quotes and resolves its escapes. */
final class TextScan {
  private final Source source;
  private final String text;
  private final Findings findings;
  private final int start;
  private final StringBuilder value = new StringBuilder();
  private int at;
  private boolean terminated;

  private TextScan(Source source, int start, Findings findings) {
    this.source = source;
    this.text = source.text();
    this.findings = findings;
    this.start = start;
    this.at = start + 1;
  }

  /** Reads the text whose opening quote is at {@code start}. */
  static TextScan of(Source source, int start, Findings findings) {
    var scan = new TextScan(source, start, findings);
    scan.run();
    return scan;
  }

  boolean isTerminated() {
    return terminated;
  }

  String value() {
    return value.toString();
  }

  /** Behind the closing quote, or where reading goes on when there is none. */
  int end() {
    return at;
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> {
          at++;
          terminated = true;
          return;
        }
        case '\n' -> {
          unterminated();
          return;
        }
        case '\\' -> escape();
        default -> {
          plain(c);
        }
      }
    }
    unterminated();
  }

  private void plain(char c) {
    if (Lexer.isIllegal(c) && Character.getType(c) != Character.SPACE_SEPARATOR) {
      if (!(c == '\r' && text.startsWith("\r\n", at))) {
        findings.add(
            Lexer.illegal(new Span(source, at, at + 1)).hint("write it as an escape: \\u{…}"));
      }
    }
    value.append(c);
    at++;
  }

  private void escape() {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
    switch (c) {
      case '"', '\\' -> value.append(c);
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'u' -> {
        unicode();
        return;
      }
      case '\n' -> {
        at++;
        return;
      }
      default ->
          findings.add(
              Diagnostic.of(
                      Code.BAD_ESCAPE,
                      new Span(source, at, at + 2),
                      "found the escape \"\\%c\"; expected one of: \\\" \\\\ \\n \\r \\t \\u{…}"
                          .formatted(c))
                  .hint("a backslash itself is written \\\\"));
    }
    at += 2;
  }

  private void unicode() {
    int open = at + 2;
    int end = open + 1;
    while (end < text.length() && end - open <= 6 && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    boolean isWhole =
        open < text.length()
            && text.charAt(open) == '{'
            && end > open + 1
            && end < text.length()
            && text.charAt(end) == '}';
    int character = isWhole ? Integer.parseInt(text, open + 1, end, 16) : 0;
    boolean isScalar =
        character > 0 && character <= 0x10ffff && !(character >= 0xd800 && character <= 0xdfff);
    if (isScalar) {
      value.appendCodePoint(character);
      at = end + 1;
      return;
    }
    findings.add(
        Diagnostic.of(
            Code.BAD_ESCAPE,
            new Span(source, at, at + 2),
            "expected \\u{…} with the hexadecimal number of a character, U+0001 to U+10FFFF"));
    at += 2;
  }

  /**
   * Braces at the end of the line most likely belong to blocks; without them noise would follow.
   */
  private void unterminated() {
    int end = text.indexOf('\n', start);
    end = end < 0 ? text.length() : end;
    while (end > start + 1 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    at = end > start + 1 && text.charAt(end - 1) == '{' ? end - 1 : closingBrace(end);
    findings.add(
        Diagnostic.of(
                Code.UNTERMINATED_TEXT,
                new Span(source, start, at),
                "found a text without its closing quote")
            .hint("a line break inside a text is written \\n"));
  }

  /** The first closing brace that no brace of the text itself opens. */
  private int closingBrace(int end) {
    int open = 0;
    for (int i = start + 1; i < end; i++) {
      char c = text.charAt(i);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open < 0) {
        return i;
      }
    }
    return end;
  }
}
