package io.weir.dsl.directive;

import io.weir.dsl.model.Limit;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.Optional;

/** A limit as a block states it, before it is known which block that is and who uses it. */
interface LimitDraft {
  /** What {@code as} calls it. */
  Optional<Argument.Word> name();

  /** Reads what stands behind {@code as}. */
  static Optional<Argument.Word> readName(Arguments arguments) {
    var word = arguments.word("a name");
    if (arguments.isLost() || !arguments.context().checkName(word, "name of a limit")) {
      return Optional.empty();
    }
    arguments.context().limits.declare(word, arguments.context().findings);
    return Optional.of(word);
  }

  /** What of it is part of its name if it has none of its own, {@code per client.ip}. */
  String label();

  Span span();

  /**
   * The limit of one route.
   *
   * @param cost what a request of the route takes, unless the limit says otherwise
   */
  Limit limit(String name, int cost);
}
