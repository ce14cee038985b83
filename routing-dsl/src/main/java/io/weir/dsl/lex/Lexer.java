package io.weir.dsl.lex;

import io.weir.dsl.lex.Token.Kind;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a source into tokens, comments and line ends among them. A word that begins with a slash
 * is a path: in it {@code {name}} is a capture and no block, and a comma between two of its
 * characters is part of it.
 */
public final class Lexer {
  private static final String ENDS_WORD = "{}()[],;\"#=<>";

  private final Source source;
  private final String text;
  private final Findings findings;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(Source source, Findings findings) {
    this.source = source;
    this.text = source.text();
    this.findings = findings;
  }

  /** All tokens, an {@link Kind#END} last; what is wrong goes to the findings. */
  public static List<Token> lex(Source source, Findings findings) {
    var lexer = new Lexer(source, findings);
    lexer.at = source.text().startsWith("\uFEFF") ? 1 : 0;
    while (lexer.at < lexer.text.length()) {
      lexer.next();
    }
    lexer.add(Kind.END, lexer.at);
    return lexer.tokens;
  }

  private void next() {
    char c = text.charAt(at);
    switch (c) {
      case ' ', '\t' -> at++;
      case '\n' -> single(Kind.NEWLINE);
      case '\r' -> carriageReturn();
      case ';' -> single(Kind.SEMICOLON);
      case ',' -> single(Kind.COMMA);
      case '{' -> single(Kind.OPEN_BRACE);
      case '}' -> single(Kind.CLOSE_BRACE);
      case '(' -> single(Kind.OPEN_PAREN);
      case ')' -> single(Kind.CLOSE_PAREN);
      case ']' -> single(Kind.CLOSE_LIST);
      case '=' -> single(Kind.EQUALS);
      case '[' -> openList();
      case '<', '>' -> compare();
      case '#' -> comment();
      case '"' -> text();
      default -> word(c);
    }
  }

  private void single(Kind kind) {
    at++;
    add(kind, at - 1);
  }

  private void carriageReturn() {
    if (at + 1 < text.length() && text.charAt(at + 1) == '\n') {
      at++;
    } else {
      illegal(at, at + 1);
      single(Kind.NEWLINE);
    }
  }

  /** {@code [::1]:80} is one word; any other bracket opens a list. */
  private void openList() {
    int end = at + 1;
    while (end < text.length() && isAddressCharacter(text.charAt(end))) {
      end++;
    }
    boolean isEndpoint =
        end + 2 < text.length()
            && text.charAt(end) == ']'
            && text.charAt(end + 1) == ':'
            && Character.isDigit(text.charAt(end + 2));
    if (isEndpoint) {
      int start = at;
      at = end + 1;
      endWord(start);
    } else {
      single(Kind.OPEN_LIST);
    }
  }

  private static boolean isAddressCharacter(char c) {
    return Character.digit(c, 16) >= 0 || c == ':' || c == '.' || c == '%';
  }

  private void compare() {
    int start = at++;
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    add(Kind.COMPARE, start);
  }

  private void comment() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '\n') {
      if (isIllegal(text.charAt(at)) && !isLineEnd(at)) {
        illegal(at, at + 1);
      }
      at++;
    }
    int end = at > start && text.charAt(at - 1) == '\r' ? at - 1 : at;
    tokens.add(
        new Token(Kind.COMMENT, text.substring(start, end).stripTrailing(), span(start, end)));
  }

  private boolean isLineEnd(int index) {
    return text.charAt(index) == '\r'
        && index + 1 < text.length()
        && text.charAt(index + 1) == '\n';
  }

  private void text() {
    var scan = TextScan.of(source, at, findings);
    if (scan.isTerminated()) {
      tokens.add(new Token(Kind.TEXT, scan.value(), span(at, scan.end())));
    } else {
      tokens.add(new Token(Kind.BROKEN, "\"", span(at, scan.end())));
    }
    at = scan.end();
  }

  private void word(char first) {
    int start = at;
    if (text.startsWith("->", at)) {
      at += 2;
      add(Kind.ARROW, start);
    } else if (isIllegal(first)) {
      while (at < text.length() && isIllegal(text.charAt(at)) && text.charAt(at) != '\r') {
        at++;
      }
      illegal(start, at);
      tokens.add(new Token(Kind.BROKEN, "", span(start, at)));
    } else if (first == '/') {
      path();
    } else {
      endWord(start);
    }
  }

  private void endWord(int start) {
    while (at < text.length() && isWordCharacter(at)) {
      at++;
    }
    add(Kind.WORD, start);
  }

  private boolean isWordCharacter(int index) {
    char c = text.charAt(index);
    return !isSpace(c)
        && !isIllegal(c)
        && ENDS_WORD.indexOf(c) < 0
        && !text.startsWith("->", index);
  }

  private void path() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '{' && captureEnd() > 0) {
        at = captureEnd();
      } else if (isWordCharacter(at) || c == '=' || (c == ',' && isPathCharacter(at + 1))) {
        at++;
      } else {
        break;
      }
    }
    add(Kind.WORD, start);
  }

  private boolean isPathCharacter(int index) {
    return index < text.length() && isWordCharacter(index);
  }

  /** The end of <code>{name}</code> that starts here, or 0 where a block opens. */
  private int captureEnd() {
    int end = at + 1;
    while (end < text.length() && isNameCharacter(text.charAt(end))) {
      end++;
    }
    return end > at + 1 && end < text.length() && text.charAt(end) == '}' ? end + 1 : 0;
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '*';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /**
   * Control and format characters, and spaces that look like a space and are none. Marks that turn
   * the direction of writing would let a file read differently from what it says.
   */
  static boolean isIllegal(char c) {
    if (c < 0x7f) {
      return c < ' ' && c != '\t' && c != '\n';
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SPACE_SEPARATOR
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private void illegal(int start, int end) {
    findings.add(illegal(span(start, end)));
  }

  static Diagnostic illegal(Span span) {
    return Diagnostic.of(
        Code.ILLEGAL_CHARACTER,
        span,
        "found the character U+%04X; it is not allowed in a file"
            .formatted((int) span.source().text().charAt(span.start())));
  }

  private void add(Kind kind, int start) {
    tokens.add(new Token(kind, text.substring(start, at), span(start, at)));
  }

  private Span span(int start, int end) {
    return new Span(source, start, end);
  }
}
