package io.weir.dsl.syntax;

import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A keyword, its arguments and its block.
 *
 * @param span the head: from the keyword to the last argument
 * @param isIntact false when the parser has already reported a mistake in the head, so that readers
 *     do not report what follows from it
 */
public record Statement(
    Argument.Word keyword,
    List<Argument> arguments,
    Optional<Block> block,
    Span span,
    boolean isIntact) {
  public Statement {
    arguments = List.copyOf(arguments);
  }

  /**
   * The statements between two braces.
   *
   * @param span the opening brace
   */
  public record Block(List<Statement> statements, Span span) {
    public Block {
      statements = List.copyOf(statements);
    }
  }
}
