package io.weir.dsl.directive;

import io.weir.dsl.model.CredentialPlace;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.List;

/** Takes where a key or token stands: {@code header "X-Api-Key"}, {@code cookie "session"}. */
final class CredentialPlaces {
  private CredentialPlaces() {}

  /** One place, of the kinds that are allowed here. */
  static CredentialPlace take(Arguments arguments, String slot, List<String> kinds) {
    var kind = arguments.oneOf(slot, kinds);
    return switch (kind) {
      case "bearer" -> new CredentialPlace.Bearer();
      case "header" -> header(arguments);
      case "cookie" -> new CredentialPlace.Cookie(Fields.name(arguments, "cookie").value());
      default -> new CredentialPlace.Query(query(arguments));
    };
  }

  private static CredentialPlace header(Arguments arguments) {
    var name = Fields.name(arguments, "header");
    if (!arguments.isBroken() && name.value().equalsIgnoreCase("cookie")) {
      arguments.flag(
          Diagnostic.of(Code.BAD_HEADER, name.span(), "\"Cookie\" is a list of many values")
              .hint("write: cookie \"NAME\""));
    }
    return new CredentialPlace.Header(name.value());
  }

  private static String query(Arguments arguments) {
    var name = Typed.text(arguments, "query");
    if (!arguments.isBroken() && name.value().isEmpty()) {
      arguments.flag(Code.OUT_OF_RANGE, name.span(), "query needs the name of a parameter");
    }
    return name.value();
  }
}
