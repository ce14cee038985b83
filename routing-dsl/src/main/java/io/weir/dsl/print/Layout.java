package io.weir.dsl.print;

import io.weir.dsl.lex.Token;
import io.weir.dsl.lex.Token.Kind;
import java.util.List;

/**
 * Puts tokens that form correct statements on lines. Goes through them once; all it decides on the
 * way depends on what is printed already, so that its own output is printed unchanged.
 */
final class Layout {
  /** How wide a block on one line may make it. */
  static final int WIDTH = 100;

  private final List<Token> tokens;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int lineStart;
  private int depth;
  private int brackets;
  private int newlines;

  /** The last token that is no comment and no line end. */
  private Kind last = Kind.NEWLINE;

  /** Where the block on one line ends that is being printed; -1 if none is. */
  private int inlineEnd = -1;

  Layout(List<Token> tokens) {
    this.tokens = tokens;
  }

  String print() {
    for (at = 0; at < tokens.size(); at++) {
      var token = tokens.get(at);
      switch (token.kind()) {
        case NEWLINE -> newlines++;
        case SEMICOLON -> semicolon();
        case COMMENT -> comment(token);
        case OPEN_BRACE -> openBrace();
        case CLOSE_BRACE -> closeBrace();
        case WORD,
            TEXT,
            COMMA,
            OPEN_LIST,
            CLOSE_LIST,
            OPEN_PAREN,
            CLOSE_PAREN,
            COMPARE,
            EQUALS,
            ARROW ->
            plain(token);
        case BROKEN, END -> {}
      }
      if (at == inlineEnd) {
        inlineEnd = -1;
      }
    }
    return out.isEmpty() ? "" : out.append('\n').toString();
  }

  private boolean isInline() {
    return inlineEnd >= 0;
  }

  /** Whether the statement goes on behind a line end. */
  private boolean isContinued() {
    return brackets > 0 || last == Kind.COMMA;
  }

  /** Whether a token that comes now begins a statement. */
  private boolean isBetweenStatements() {
    return last == Kind.SEMICOLON
        || last == Kind.OPEN_BRACE
        || last == Kind.CLOSE_BRACE
        || last == Kind.NEWLINE
        || (newlines > 0 && !isContinued());
  }

  private void semicolon() {
    if (last != Kind.OPEN_BRACE) {
      last = Kind.SEMICOLON;
    }
  }

  private void comment(Token token) {
    boolean isTrailing = newlines == 0 && !out.isEmpty();
    if (isTrailing) {
      out.append("  ").append(token.text());
    } else if (isContinued()) {
      line(continuation(Kind.COMMENT));
      out.append(token.text());
      newlines = 0;
    } else {
      statementLine();
      out.append(token.text());
      last = Kind.NEWLINE;
    }
  }

  private void plain(Token token) {
    if (isBetweenStatements()) {
      begin();
    } else if (newlines > 0) {
      line(continuation(token.kind()));
      newlines = 0;
    } else if (needsSpace(token.kind())) {
      out.append(' ');
    }
    out.append(token.span().text());
    brackets += opens(token.kind()) ? 1 : closes(token.kind()) ? -1 : 0;
    last = token.kind();
  }

  /** Goes to where a statement begins: on the same line only inside a block on one line. */
  private void begin() {
    if (isInline()) {
      out.append(last == Kind.OPEN_BRACE ? " " : "; ");
    } else {
      statementLine();
    }
  }

  private void statementLine() {
    boolean isBlank = newlines > 1 && last != Kind.OPEN_BRACE && !out.isEmpty();
    if (isBlank) {
      out.append('\n');
    }
    line(2 * depth);
    newlines = 0;
  }

  private int continuation(Kind kind) {
    int inner = brackets - (closes(kind) ? 1 : 0);
    return 2 * depth + (brackets == 0 ? 4 : 2 * inner);
  }

  private boolean needsSpace(Kind kind) {
    return kind != Kind.COMMA && !closes(kind) && !opens(last);
  }

  private static boolean opens(Kind kind) {
    return kind == Kind.OPEN_LIST || kind == Kind.OPEN_PAREN;
  }

  private static boolean closes(Kind kind) {
    return kind == Kind.CLOSE_LIST || kind == Kind.CLOSE_PAREN;
  }

  private void openBrace() {
    out.append(' ');
    if (!isInline()) {
      inlineEnd = inlineEnd();
    }
    out.append('{');
    if (!isInline()) {
      depth++;
    }
    newlines = 0;
    last = Kind.OPEN_BRACE;
  }

  private void closeBrace() {
    if (isInline()) {
      out.append(last == Kind.OPEN_BRACE ? "}" : " }");
    } else {
      depth--;
      line(2 * depth);
      out.append('}');
    }
    newlines = 0;
    last = Kind.CLOSE_BRACE;
  }

  /**
   * The brace that closes the block which opens here, if the block can be on this line. Semicolons
   * are counted where they will be printed: one that the source has or lacks behind a block must
   * not make a difference.
   */
  private int inlineEnd() {
    int open = 0;
    int width = out.length() - lineStart;
    boolean isEmpty = true;
    boolean isBroken = false;
    var before = Kind.OPEN_BRACE;
    for (int i = at; i < tokens.size(); i++) {
      var token = tokens.get(i);
      switch (token.kind()) {
        case NEWLINE -> isBroken = true;
        case COMMENT -> {
          return -1;
        }
        case OPEN_BRACE -> open++;
        case CLOSE_BRACE -> open--;
        case SEMICOLON -> {}
        case WORD,
            TEXT,
            COMMA,
            OPEN_LIST,
            CLOSE_LIST,
            OPEN_PAREN,
            CLOSE_PAREN,
            COMPARE,
            EQUALS,
            ARROW,
            BROKEN,
            END -> {
          isEmpty = false;
          width += before == Kind.SEMICOLON || before == Kind.CLOSE_BRACE ? 1 : 0;
        }
      }
      if (token.kind() != Kind.SEMICOLON) {
        width += token.span().end() - token.span().start() + 1;
      }
      before = token.kind();
      if (open == 0) {
        return isEmpty || (!isBroken && width <= WIDTH) ? i : -1;
      }
      if (width > WIDTH && !isEmpty) {
        return -1;
      }
    }
    return -1;
  }

  private void line(int indent) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    lineStart = out.length();
    out.repeat(' ', indent);
  }
}
