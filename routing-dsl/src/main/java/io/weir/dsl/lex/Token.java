package io.weir.dsl.lex;

import io.weir.dsl.source.Span;

/**
 * One token of a source.
 *
 * @param text as written; of a text in quotes its value, with escapes resolved
 */
public record Token(Kind kind, String text, Span span) {
  /** What a token is. */
  public enum Kind {
    /** Anything without quotes: a keyword, a name, a number, an address, a path. */
    WORD,
    TEXT,
    COMMENT,
    NEWLINE,
    SEMICOLON,
    COMMA,
    OPEN_BRACE,
    CLOSE_BRACE,
    OPEN_LIST,
    CLOSE_LIST,
    OPEN_PAREN,
    CLOSE_PAREN,
    COMPARE,
    EQUALS,
    ARROW,
    /** What the lexer has already reported. */
    BROKEN,
    END
  }

  /** As a message names it. */
  public String described() {
    return switch (kind) {
      case NEWLINE -> "the end of the line";
      case END -> "the end of the file";
      case TEXT -> "the text " + shortened(span.text());
      case WORD, COMMENT, BROKEN -> "\"" + shortened(text) + "\"";
      case SEMICOLON,
          COMMA,
          OPEN_BRACE,
          CLOSE_BRACE,
          OPEN_LIST,
          CLOSE_LIST,
          OPEN_PAREN,
          CLOSE_PAREN,
          COMPARE,
          EQUALS,
          ARROW ->
          "\"" + text + "\"";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
