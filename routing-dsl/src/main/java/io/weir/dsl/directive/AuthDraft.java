package io.weir.dsl.directive;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition;
import io.weir.dsl.source.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The block of an {@code auth} or {@code jwt} while it is read. */
final class AuthDraft {
  final List<String> asked = new ArrayList<>();
  final List<String> upstream = new ArrayList<>();
  final List<String> client = new ArrayList<>();
  Optional<Boolean> strips = Optional.empty();
  Optional<Condition> require = Optional.empty();
  Optional<Duration> timeout = Optional.empty();
  Optional<Auth.Caching> caching = Optional.empty();

  private final Set<String> seen = new HashSet<>();

  /** Reports a directive that may stand in the block once only. */
  void once(Arguments arguments) {
    if (!seen.add(arguments.keyword())) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
