package io.weir.dsl.parse;

import io.weir.dsl.lex.Lexer;
import io.weir.dsl.lex.Token;
import io.weir.dsl.lex.Token.Kind;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Builds statements from tokens. After a mistake it goes on behind the statement, or in its block,
 * so that one reading finds all mistakes; recursion is bounded by {@link #DEEPEST}.
 */
public final class Parser {
  /** How deep blocks may be nested; the language itself needs three. */
  static final int DEEPEST = 32;

  /**
   * Items that only stand at the top of a file: one at the margin inside a block ends the block.
   */
  private static final Set<String> ITEMS =
      Set.of(
          "host",
          "pool",
          "policy",
          "listen",
          "admin",
          "let",
          "include",
          "expect",
          "director",
          "register");

  private final Tokens tokens;
  private final Findings findings;
  private boolean closesAll;

  private Parser(Tokens tokens, Findings findings) {
    this.tokens = tokens;
    this.findings = findings;
  }

  /** The statements of a source; what is wrong goes to the findings. */
  public static List<Statement> parse(Source source, Findings findings) {
    return parse(Lexer.lex(source, findings), findings);
  }

  /** The statements made of these tokens. */
  public static List<Statement> parse(List<Token> tokens, Findings findings) {
    var parser = new Parser(new Tokens(tokens), findings);
    var statements = new ArrayList<Statement>();
    while (true) {
      statements.addAll(parser.statements(0));
      if (parser.tokens.is(Kind.END)) {
        return statements;
      }
      if (parser.tokens.is(Kind.CLOSE_BRACE)) {
        var brace = parser.tokens.next();
        findings.add(Code.UNBALANCED, brace.span(), "found \"}\" without an open \"{\"");
      }
    }
  }

  private List<Statement> statements(int depth) {
    var statements = new ArrayList<Statement>();
    while (true) {
      while (tokens.is(Kind.NEWLINE) || tokens.is(Kind.SEMICOLON)) {
        tokens.next();
      }
      if (tokens.is(Kind.END) || tokens.is(Kind.CLOSE_BRACE)) {
        return statements;
      }
      if (depth > 0 && (closesAll || isItemAtMargin())) {
        closesAll = true;
        return statements;
      }
      statement(depth).ifPresent(statements::add);
      closesAll &= depth > 0;
    }
  }

  private boolean isItemAtMargin() {
    return tokens.is(Kind.WORD) && ITEMS.contains(tokens.peek().text()) && tokens.isAtMargin();
  }

  private Optional<Statement> statement(int depth) {
    var first = tokens.peek();
    if (first.kind() != Kind.WORD) {
      if (first.kind() != Kind.BROKEN) {
        unexpected(first, "a keyword");
      }
      tokens.next();
      recover();
      if (tokens.is(Kind.OPEN_BRACE)) {
        block(depth);
      }
      return Optional.empty();
    }
    tokens.next();
    var keyword = new Argument.Word(first.text(), first.span());
    var head = new HeadParser(tokens, findings).parse();
    boolean isIntact = head.isIntact();
    if (!isIntact) {
      recover();
    }
    var span = new Span(first.span().source(), first.span().start(), head.end(first.span().end()));
    var block = tokens.is(Kind.OPEN_BRACE) ? block(depth) : Optional.<Statement.Block>empty();
    // The grammar asks for no end behind the block of a route or an item, so none is asked for
    // behind any: what a word behind "}" means is never in doubt.
    boolean isClosed = block.isPresent() && tokens.is(Kind.WORD);
    if (!closesAll && !isEnd() && !isClosed && isIntact) {
      unexpected(tokens.peek(), "the end of the statement");
      if (!tokens.is(Kind.WORD)) {
        recover();
      }
    }
    return Optional.of(new Statement(keyword, head.arguments(), block, span, isIntact));
  }

  private boolean isEnd() {
    return switch (tokens.peek().kind()) {
      case NEWLINE, SEMICOLON, CLOSE_BRACE, END -> true;
      case WORD,
          TEXT,
          COMMENT,
          COMMA,
          OPEN_BRACE,
          OPEN_LIST,
          CLOSE_LIST,
          OPEN_PAREN,
          CLOSE_PAREN,
          COMPARE,
          EQUALS,
          ARROW,
          BROKEN ->
          false;
    };
  }

  /** Moves to where a statement ends or its block opens. */
  private void recover() {
    while (!isEnd() && !tokens.is(Kind.OPEN_BRACE) && !tokens.isFirstOfLine()) {
      tokens.next();
    }
  }

  private Optional<Statement.Block> block(int depth) {
    var brace = tokens.next();
    if (depth >= DEEPEST) {
      findings.add(
          Code.TOO_DEEP,
          brace.span(),
          "found blocks nested more than " + DEEPEST + " deep; expected at most " + DEEPEST);
      skipBlock();
      return Optional.empty();
    }
    var statements = statements(depth + 1);
    if (tokens.is(Kind.CLOSE_BRACE)) {
      tokens.next();
    } else {
      unclosed(brace);
    }
    return Optional.of(new Statement.Block(statements, brace.span()));
  }

  private void unclosed(Token brace) {
    var diagnostic = Diagnostic.of(Code.UNBALANCED, brace.span(), "found \"{\" without its \"}\"");
    var stop = tokens.peek();
    findings.add(
        stop.kind() == Kind.END
            ? diagnostic.label("never closed")
            : diagnostic.label(
                "not closed before \"" + stop.text() + "\" in line " + stop.span().line()));
  }

  private void skipBlock() {
    int open = 1;
    while (open > 0 && !tokens.is(Kind.END)) {
      var token = tokens.next();
      if (token.kind() == Kind.OPEN_BRACE) {
        open++;
      } else if (token.kind() == Kind.CLOSE_BRACE) {
        open--;
      }
    }
  }

  private void unexpected(Token token, String expected) {
    findings.add(
        Code.SYNTAX, token.span(), "found " + token.described() + "; expected " + expected);
  }
}
