package io.weir.dsl.parse;

import io.weir.dsl.lex.Token;
import io.weir.dsl.lex.Token.Kind;
import java.util.List;

/** A place in a row of tokens; comments are passed over. */
final class Tokens {
  private final List<Token> tokens;
  private int at;

  /** Starts at the first token; the last one must be {@link Kind#END}. */
  Tokens(List<Token> tokens) {
    this.tokens = tokens.stream().filter(token -> token.kind() != Kind.COMMENT).toList();
  }

  Token peek() {
    return tokens.get(at);
  }

  boolean is(Kind kind) {
    return peek().kind() == kind;
  }

  /** The token before the current one, or the current one if it is the first. */
  Token last() {
    return tokens.get(Math.max(0, at - 1));
  }

  /** Moves on, but never behind the end. */
  Token next() {
    var token = peek();
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  void skip(Kind kind) {
    while (is(kind)) {
      next();
    }
  }

  /** Whether the current token is the first of its line. */
  boolean isFirstOfLine() {
    return at == 0 || tokens.get(at - 1).kind() == Kind.NEWLINE;
  }

  /** Whether the current token stands at the very left. */
  boolean isAtMargin() {
    return isFirstOfLine() && peek().span().column() == 1;
  }
}
