package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.syntax.Argument;
import java.util.Set;
import java.util.TreeSet;

/** Keywords that the language keeps for features to come; nothing is accepted and then ignored. */
final class Upcoming {
  static final Set<String> KEYWORDS =
      new TreeSet<>(Set.of("discover", "health", "protocols", "tls"));

  /** Fields of conditions that are to come. */
  static final Set<String> FIELDS = new TreeSet<>(Set.of("tls.sni"));

  private Upcoming() {}

  static boolean contains(String keyword) {
    return KEYWORDS.contains(keyword);
  }

  static Diagnostic refusal(Argument.Word word) {
    return Diagnostic.of(
        Code.NOT_SUPPORTED, word.span(), "\"" + word.text() + "\" is not supported yet");
  }
}
