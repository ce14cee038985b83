package io.weir.dsl.directive;

import io.weir.dsl.model.Cors;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code cors} block while it is read. */
final class CorsDraft {
  List<Cors.Origin> origins = List.of();

  /** Those that pages may use without asking (Fetch 2.2.1). */
  List<String> methods = List.of("GET", "HEAD", "POST");

  Optional<List<String>> fields = Optional.of(List.of());
  List<String> expose = List.of();
  Optional<Span> credentials = Optional.empty();
  Optional<Duration> maxAge = Optional.empty();

  private final Map<String, Span> singles = new HashMap<>();

  /** Reports a directive that stands in the block already. */
  void once(Arguments arguments) {
    var keyword = arguments.statement().keyword().span();
    var first = singles.putIfAbsent(arguments.keyword(), keyword);
    if (first != null) {
      arguments.fail(
          Diagnostic.of(
                  Code.SET_TWICE,
                  keyword,
                  "\"" + arguments.keyword() + "\" is set twice in this block")
              .label("first set in " + Names.where(first, keyword)));
    }
  }

  Cors cors() {
    return new Cors(origins, methods, fields, expose, credentials.isPresent(), maxAge);
  }
}
