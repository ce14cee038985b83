package io.weir.dsl.directive;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route while its block is read. */
final class RouteDraft {
  final Span span;
  final Layer layer = new Layer();
  PathPattern path = new PathPattern("/", List.of(), true);
  Optional<Argument.Word> name = Optional.empty();
  Optional<Condition> when = Optional.empty();

  /** Whether path and condition were read without a mistake. */
  boolean isHeadSound;

  /** Null until one is read. */
  private @Nullable Terminal terminal;

  /** Where the terminal stands; null until one is read. */
  private @Nullable Span terminalSpan;

  /** The template of a redirect; null if there is none. */
  private Setting.@Nullable Placed target;

  RouteDraft(Span span) {
    this.span = span;
  }

  /** Sets the terminal; a second one is a mistake. */
  void end(Terminal found, Arguments arguments) {
    arguments.endWithoutBlock();
    var keyword = arguments.statement().keyword();
    if (terminalSpan != null) {
      arguments.fail(
          Diagnostic.of(
                  Code.TERMINAL,
                  keyword.span(),
                  "found \"" + keyword.text() + "\"; the route already ends")
              .label(
                  "in \""
                      + terminalSpan.text()
                      + "\", "
                      + Names.where(terminalSpan, keyword.span())));
      return;
    }
    terminal = found;
    terminalSpan = keyword.span();
  }

  void target(Setting.Placed template) {
    target = template;
  }

  Optional<Setting.Placed> target() {
    return Optional.ofNullable(target);
  }

  Optional<Terminal> terminal() {
    return Optional.ofNullable(terminal);
  }
}
