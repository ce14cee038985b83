package io.weir.dsl.directive;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.Secret;
import io.weir.dsl.source.Code;
import java.util.List;

/** Takes where a secret is kept: {@code file "NAME"} or {@code env "NAME"}. */
final class Secrets {
  private Secrets() {}

  /** What may follow the slot. */
  static Secret take(Arguments arguments, String slot) {
    var word = arguments.oneOf(slot, List.of("file", "env"));
    if (word.equals("file")) {
      return new Secret.InFile(
          arguments.isLost()
              ? new NamedFile("", arguments.last())
              : FileNames.file(arguments, slot + " file"));
    }
    var name = Typed.text(arguments, slot + " env");
    if (!arguments.isBroken() && !isName(name.value())) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          name.span(),
          slot + " env needs the name of a variable: letters, digits and _");
    }
    return new Secret.InEnvironment(name.value(), name.span());
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && !Character.isDigit(text.charAt(0))
        && text.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_');
  }
}
