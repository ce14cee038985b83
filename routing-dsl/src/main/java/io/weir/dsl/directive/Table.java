package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.syntax.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The keywords of one kind of block and who reads them.
 *
 * @param <D> what the block becomes
 */
record Table<D>(Scope scope, Map<String, Reader<D>> readers) {
  Table {
    readers = Map.copyOf(readers);
  }

  /** The same readers for a draft that contains the one they write to. */
  static <D, E> Reader<D> in(Function<D, E> part, Reader<E> reader) {
    return (arguments, draft) -> reader.read(arguments, part.apply(draft));
  }

  /**
   * Reads all statements into the draft.
   *
   * @return whether each of them was understood; if not, what is missing in the draft is no mistake
   */
  boolean read(List<Statement> statements, D draft, Context context) {
    boolean isWhole = true;
    for (var statement : statements) {
      var keyword = statement.keyword().text();
      var reader = readers.get(keyword);
      if (reader != null) {
        var arguments = new Arguments(statement, context);
        reader.read(arguments, draft);
        isWhole &= !arguments.isBroken();
      } else {
        context.report(unknown(statement));
        isWhole = false;
      }
    }
    return isWhole;
  }

  private Diagnostic unknown(Statement statement) {
    var keyword = statement.keyword();
    var word = keyword.text();
    if (Upcoming.contains(word)) {
      return Upcoming.refusal(keyword);
    }
    var scopes = Grammar.scopesOf(word);
    if (!scopes.isEmpty()) {
      return Diagnostic.of(
              Code.MISPLACED, keyword.span(), "\"" + word + "\" is not allowed " + scope.place())
          .label("belongs in: " + Grammar.labels(scopes));
    }
    return Diagnostic.of(
            Code.UNKNOWN_KEYWORD,
            keyword.span(),
            "unknown keyword \"" + Context.shortened(word) + "\" " + scope.place())
        .label(
            Nearest.question(word, Grammar.keywordsOf(this))
                .or(() -> Nearest.question(word, Upcoming.KEYWORDS)));
  }
}
