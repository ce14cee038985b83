package io.weir.dsl.parse;

import io.weir.dsl.lex.Token;
import io.weir.dsl.lex.Token.Kind;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the arguments of one statement. A line goes on behind a comma, and inside brackets and
 * parentheses.
 */
final class HeadParser {
  private final Tokens tokens;
  private final Findings findings;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Token> openParens = new ArrayList<>();
  private boolean isIntact = true;

  HeadParser(Tokens tokens, Findings findings) {
    this.tokens = tokens;
    this.findings = findings;
  }

  /** The arguments that were read. */
  record Head(List<Argument> arguments, boolean isIntact) {
    /** The end of the last argument, or of the keyword if there is none. */
    int end(int keywordEnd) {
      return arguments.isEmpty() ? keywordEnd : arguments.getLast().span().end();
    }
  }

  Head parse() {
    while (isIntact && argument()) {
      // Each round takes one token at least
    }
    if (isIntact && !openParens.isEmpty()) {
      findings.add(Code.UNBALANCED, openParens.getLast().span(), "found \"(\" without its \")\"");
      isIntact = false;
    }
    return new Head(arguments, isIntact);
  }

  /** Takes one argument; false at the end of the head. */
  private boolean argument() {
    var token = tokens.peek();
    switch (token.kind()) {
      case WORD, TEXT -> arguments.add(plain(tokens.next()));
      case OPEN_LIST -> list();
      case COMMA -> {
        symbol();
        tokens.skip(Kind.NEWLINE);
        checkBehindComma();
      }
      case OPEN_PAREN -> {
        openParens.add(token);
        symbol();
      }
      case CLOSE_PAREN -> closeParen();
      case COMPARE, EQUALS, ARROW -> symbol();
      case BROKEN -> {
        tokens.next();
        isIntact = false;
      }
      case CLOSE_LIST -> {
        findings.add(Code.UNBALANCED, token.span(), "found \"]\" without an open \"[\"");
        isIntact = false;
      }
      case NEWLINE -> {
        if (openParens.isEmpty()) {
          return false;
        }
        tokens.next();
      }
      case SEMICOLON, OPEN_BRACE, CLOSE_BRACE, END, COMMENT -> {
        return false;
      }
    }
    return true;
  }

  private void checkBehindComma() {
    var token = tokens.peek();
    switch (token.kind()) {
      case SEMICOLON, OPEN_BRACE, CLOSE_BRACE, END -> {
        findings.add(
            Code.SYNTAX,
            token.span(),
            "found " + token.described() + " behind \",\"; expected one more value");
        isIntact = false;
      }
      case WORD,
          TEXT,
          COMMENT,
          NEWLINE,
          COMMA,
          OPEN_LIST,
          CLOSE_LIST,
          OPEN_PAREN,
          CLOSE_PAREN,
          COMPARE,
          EQUALS,
          ARROW,
          BROKEN -> {}
    }
  }

  private static Argument plain(Token token) {
    return token.kind() == Kind.TEXT
        ? new Argument.Text(token.text(), token.span())
        : new Argument.Word(token.text(), token.span());
  }

  private void symbol() {
    var token = tokens.next();
    arguments.add(new Argument.Symbol(token.text(), token.span()));
  }

  private void closeParen() {
    if (openParens.isEmpty()) {
      findings.add(Code.UNBALANCED, tokens.peek().span(), "found \")\" without an open \"(\"");
      isIntact = false;
      return;
    }
    openParens.removeLast();
    symbol();
  }

  private void list() {
    var open = tokens.next();
    var items = new ArrayList<Argument>();
    while (true) {
      tokens.skip(Kind.NEWLINE);
      if (tokens.is(Kind.CLOSE_LIST)) {
        break;
      }
      if (!tokens.is(Kind.WORD) && !tokens.is(Kind.TEXT)) {
        brokenList(open, "a value or \"]\"");
        return;
      }
      items.add(plain(tokens.next()));
      tokens.skip(Kind.NEWLINE);
      if (tokens.is(Kind.COMMA)) {
        tokens.next();
      } else if (!tokens.is(Kind.CLOSE_LIST)) {
        brokenList(open, "\",\" or \"]\"");
        return;
      }
    }
    var close = tokens.next();
    var span = new Span(open.span().source(), open.span().start(), close.span().end());
    arguments.add(new Argument.Items(items, span));
  }

  private void brokenList(Token open, String expected) {
    isIntact = false;
    var token = tokens.peek();
    switch (token.kind()) {
      case BROKEN -> {}
      case OPEN_LIST ->
          findings.add(
              Diagnostic.of(Code.TOO_DEEP, token.span(), "found a list inside a list")
                  .hint("a list may name others: let all = [office, 192.0.2.7]"));
      case END, SEMICOLON, CLOSE_BRACE, OPEN_BRACE ->
          findings.add(Code.UNBALANCED, open.span(), "found \"[\" without its \"]\"");
      case WORD,
          TEXT,
          COMMENT,
          NEWLINE,
          COMMA,
          CLOSE_LIST,
          OPEN_PAREN,
          CLOSE_PAREN,
          COMPARE,
          EQUALS,
          ARROW ->
          findings.add(
              Diagnostic.of(
                      Code.SYNTAX,
                      token.span(),
                      "found " + token.described() + "; expected " + expected)
                  .label("the list opens in line " + open.span().line()));
    }
  }
}
