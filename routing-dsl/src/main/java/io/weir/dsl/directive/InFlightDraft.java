package io.weir.dsl.directive;

import io.weir.dsl.model.Limit;
import io.weir.dsl.model.LimitKey;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code limit connections 20 per client.ip as NAME dry-run} and {@code limit in-flight 500} while
 * they are read; what stands behind the number may stand in any order.
 */
final class InFlightDraft implements LimitDraft {
  private static final int MOST = 10_000_000;

  private final int most;
  private final Span span;
  private final Set<String> seen = new HashSet<>();
  private List<LimitKey> keys;
  private Optional<Argument.Word> name = Optional.empty();

  private InFlightDraft(int most, List<LimitKey> keys, Span span) {
    this.most = most;
    this.keys = keys;
    this.span = span;
  }

  /** {@code limit connections …}, behind that word. */
  static InFlightDraft ofConnections(Arguments arguments) {
    int most = Typed.number(arguments, "limit connections", 1, MOST);
    var draft = new InFlightDraft(most, List.of(), arguments.statement().span());
    draft.parts(arguments, List.of("per", "as", "dry-run"));
    if (draft.keys.isEmpty() && !arguments.isBroken()) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS,
                  arguments.statement().span(),
                  "\"limit\" ends too early; expected \"per\" and what requests are told apart by")
              .hint(
                  "write: limit connections "
                      + most
                      + " per client.ip; one for the whole route: limit in-flight "
                      + most));
    }
    return draft;
  }

  /** {@code limit in-flight …}, behind that word. */
  static InFlightDraft ofRoute(Arguments arguments) {
    int most = Typed.number(arguments, "limit in-flight", 1, MOST);
    var keys = List.<LimitKey>of(new LimitKey.RouteName());
    var draft = new InFlightDraft(most, keys, arguments.statement().span());
    draft.parts(arguments, List.of("as", "dry-run"));
    return draft;
  }

  private void parts(Arguments arguments, List<String> words) {
    while (!arguments.isAtEnd()) {
      var place = arguments.here();
      var word = arguments.oneOf("limit", words);
      if (!seen.add(word) && !arguments.isLost()) {
        arguments.flag(Code.SET_TWICE, place, "\"" + word + "\" stands twice in this limit");
      }
      if (word.equals("per")) {
        keys = LimitKeys.read(arguments);
      } else if (word.equals("as")) {
        name = LimitDraft.readName(arguments);
      }
    }
  }

  @Override
  public Optional<Argument.Word> name() {
    return name;
  }

  @Override
  public String label() {
    return "connections per " + LimitKey.text(keys);
  }

  @Override
  public Span span() {
    return span;
  }

  @Override
  public Limit limit(String called, int costOfRoute) {
    return new Limit.InFlight(called, most, keys, seen.contains("dry-run"), span);
  }
}
