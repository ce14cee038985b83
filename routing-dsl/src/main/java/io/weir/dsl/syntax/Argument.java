package io.weir.dsl.syntax;

import io.weir.dsl.source.Span;
import java.util.List;

/** One piece of a statement behind its keyword. */
public sealed interface Argument {
  /** Where it stands. */
  Span span();

  /** Something without quotes: a keyword, a name, a number, an address, a path. */
  record Word(String text, Span span) implements Argument {}

  /** A text in quotes, escapes resolved. */
  record Text(String value, Span span) implements Argument {}

  /** A list in brackets. */
  record Items(List<Argument> items, Span span) implements Argument {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A comma, parenthesis, comparison, equals sign or arrow. */
  record Symbol(String text, Span span) implements Argument {}
}
