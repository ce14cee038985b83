package io.weir.dsl.directive;

import io.weir.dsl.model.CredentialPlace;
import io.weir.dsl.model.JwtVerifier.Keys;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@code jwt} while its block is read. */
final class JwtDraft {
  final Set<String> algorithms = new LinkedHashSet<>();
  final List<String> issuers = new ArrayList<>();
  final List<String> audiences = new ArrayList<>();
  final List<String> required = new ArrayList<>();
  final List<CredentialPlace> places = new ArrayList<>();
  Optional<Span> algorithmsSpan = Optional.empty();
  Optional<Keys> keys = Optional.empty();
  Optional<Duration> leeway = Optional.empty();

  private final Set<String> seen = new HashSet<>();

  /** Reports a directive that may stand in the block once only. */
  void once(Arguments arguments) {
    once(arguments, arguments.keyword());
  }

  /** Reports a second word about keys: there are public ones or a shared secret, never both. */
  void keysOnce(Arguments arguments) {
    once(arguments, "keys");
  }

  private void once(Arguments arguments, String key) {
    if (!seen.add(key)) {
      var keyword = arguments.keyword();
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          keyword.equals("keys") || keyword.equals("secret")
              ? "the keys of this jwt are set twice"
              : "\"" + keyword + "\" is set twice in this block");
    }
  }
}
