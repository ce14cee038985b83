package io.weir.dsl.directive;

import io.weir.dsl.model.Pool;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pool while its block is read. */
final class PoolDraft {
  final String name;
  final Span span;
  final List<Pool.Server> servers = new ArrayList<>();
  Optional<Pool.Balance> balance = Optional.empty();
  OptionalInt maxConns = OptionalInt.empty();
  OptionalInt queueLength = OptionalInt.empty();
  Optional<Duration> queueWait = Optional.empty();
  Optional<Duration> idleTimeout = Optional.empty();

  /** Where {@code queue} stands; null if nowhere. */
  @Nullable Span queueSpan;

  private final Set<String> seen = new HashSet<>();

  PoolDraft(String name, Span span) {
    this.name = name;
    this.span = span;
  }

  /** Reports a directive that may stand in a pool once only. */
  void once(Arguments arguments) {
    if (!seen.add(arguments.keyword())) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
