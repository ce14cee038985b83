package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import io.weir.dsl.syntax.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of one statement, taken one by one. After a mistake in the structure every further
 * call succeeds with some value and says nothing, so that a reader is written without detours;
 * {@link #isBroken} then tells that what was read is not to be trusted.
 */
final class Arguments {
  private final Statement statement;
  private final Context context;
  private final List<Argument> arguments;
  private int at;
  private boolean isBroken;
  private boolean isLost;

  Arguments(Statement statement, Context context) {
    this.statement = statement;
    this.context = context;
    this.arguments = statement.arguments();
    this.isBroken = !statement.isIntact();
    this.isLost = isBroken;
  }

  Statement statement() {
    return statement;
  }

  Context context() {
    return context;
  }

  String keyword() {
    return statement.keyword().text();
  }

  boolean isBroken() {
    return isBroken;
  }

  /** Reports a mistake after which the rest of the statement cannot be understood. */
  void fail(Diagnostic diagnostic) {
    flag(diagnostic);
    isLost = true;
  }

  /** Reports a value that is wrong, while what follows it can still be read. */
  void flag(Diagnostic diagnostic) {
    if (!isLost) {
      isBroken = true;
      context.report(diagnostic);
    }
  }

  void flag(Code code, Span span, String message) {
    flag(Diagnostic.of(code, span, message));
  }

  /** Whether nothing more can be read. */
  boolean isLost() {
    return isLost;
  }

  void fail(Code code, Span span, String message) {
    fail(Diagnostic.of(code, span, message));
  }

  /** Takes the statement as broken without a word, because the mistake is reported elsewhere. */
  void breakQuietly() {
    isBroken = true;
  }

  boolean isAtEnd() {
    return isLost || at >= arguments.size();
  }

  Optional<Argument> peek() {
    return isAtEnd() ? Optional.empty() : Optional.of(arguments.get(at));
  }

  /** Where the next argument is, or the head of the statement behind the last one. */
  Span here() {
    return at < arguments.size() ? arguments.get(at).span() : statement.span();
  }

  /** The place of the argument that was taken last. */
  Span last() {
    return at == 0 ? statement.keyword().span() : arguments.get(at - 1).span();
  }

  boolean isNext(String word) {
    return peek()
        .filter(a -> a instanceof Argument.Word(var text, _) && text.equals(word))
        .isPresent();
  }

  /** Takes the word if it is next. */
  boolean accept(String word) {
    boolean isNext = isNext(word);
    at += isNext ? 1 : 0;
    return isNext;
  }

  /** Takes the symbol if it is next. */
  boolean acceptSymbol(String symbol) {
    boolean isNext =
        peek()
            .filter(a -> a instanceof Argument.Symbol(var text, _) && text.equals(symbol))
            .isPresent();
    at += isNext ? 1 : 0;
    return isNext;
  }

  /** Takes whatever is next. */
  Optional<Argument> take(String expected) {
    if (at >= arguments.size()) {
      fail(
          Code.ARGUMENTS,
          statement.span(),
          "\"" + keyword() + "\" ends too early; expected " + expected);
    }
    return isLost ? Optional.empty() : Optional.of(arguments.get(at++));
  }

  /** Takes a bare word. */
  Argument.Word word(String expected) {
    var argument = take(expected);
    if (argument.isPresent() && argument.get() instanceof Argument.Word word) {
      return word;
    }
    argument.ifPresent(found -> unexpected(found, expected));
    return new Argument.Word("", last());
  }

  /** Takes one of some words. */
  String oneOf(String slot, List<String> words) {
    var word = word("one of: " + String.join(", ", words));
    if (!isLost && !words.contains(word.text())) {
      var expected = "expected one of: " + String.join(", ", words);
      fail(
          Diagnostic.of(
                  Code.ARGUMENTS,
                  word.span(),
                  slot + ": found \"" + Context.shortened(word.text()) + "\"; " + expected)
              .label(Nearest.question(word.text(), words)));
    }
    return isLost ? words.getFirst() : word.text();
  }

  /** Takes a value of any type, names looked up. */
  Value.Item value(String expected) {
    var argument = take(expected);
    return argument
        .map(found -> new Value.Item(context.lets.value(found), found.span()))
        .orElseGet(() -> new Value.Item(new Value.Malformed("nothing"), last()));
  }

  /** Says what was found where something else was expected. */
  void unexpected(Argument found, String expected) {
    fail(
        Code.ARGUMENTS,
        found.span(),
        "found %s; expected %s".formatted(described(found), expected));
  }

  private static String described(Argument argument) {
    return switch (argument) {
      case Argument.Word(var text, _) -> "\"" + Context.shortened(text) + "\"";
      case Argument.Symbol(var text, _) -> "\"" + text + "\"";
      case Argument.Text(_, var span) -> "the text " + Context.shortened(span.text());
      case Argument.Items _ -> "a list";
    };
  }

  /** The statement must have no more arguments. */
  void end() {
    peek().ifPresent(found -> unexpected(found, "the end of the statement"));
  }

  /** The statement must have no more arguments and no block. */
  void endWithoutBlock() {
    end();
    statement
        .block()
        .ifPresent(block ->
            fail(Code.ARGUMENTS, block.span(), "\"" + keyword() + "\" does not take a block"));
  }

  /** The statements of the block that must follow. */
  List<Statement> block() {
    end();
    if (statement.block().isEmpty()) {
      fail(
          Code.ARGUMENTS, statement.span(), "\"" + keyword() + "\" ends too early; expected \"{\"");
    }
    return optionalBlock();
  }

  /** The statements of the block, if there is one. */
  List<Statement> optionalBlock() {
    return statement.block().map(Statement.Block::statements).orElse(List.of());
  }
}
