package io.weir.proxy.auth;

import io.weir.dsl.model.JwtVerifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What claims must say so that a token counts (RFC 7519 4.1): pure. */
final class TokenRules {
  private TokenRules() {}

  /**
   * Why the claims do not count now, or empty.
   *
   * @param now in seconds since 1970
   */
  static Optional<String> mistake(JwtVerifier model, Map<String, Object> claims, long now) {
    return times(claims, now, model.leeway().toSeconds())
        .or(() -> issuer(model.issuers(), claims.get("iss")))
        .or(() -> audience(model.audiences(), claims.get("aud")))
        .or(() -> missing(model.required(), claims));
  }

  private static Optional<String> times(Map<String, Object> claims, long now, long leeway) {
    for (var name : List.of("exp", "nbf", "iat")) {
      if (claims.containsKey(name) && !(claims.get(name) instanceof Number)) {
        return Optional.of(name + " is not a number");
      }
    }
    if (claims.get("exp") instanceof Number until && now - leeway >= until.doubleValue()) {
      return Optional.of("the token has expired");
    }
    if (claims.get("nbf") instanceof Number from && now + leeway < from.doubleValue()) {
      return Optional.of("the token is not valid yet");
    }
    if (claims.get("iat") instanceof Number made && now + leeway < made.doubleValue()) {
      return Optional.of("the token was issued in the future");
    }
    return Optional.empty();
  }

  private static Optional<String> issuer(List<String> wanted, @Nullable Object found) {
    boolean fits = wanted.isEmpty() || (found instanceof String text && wanted.contains(text));
    return fits ? Optional.empty() : Optional.of("the issuer is another one");
  }

  private static Optional<String> audience(List<String> wanted, @Nullable Object found) {
    boolean fits =
        wanted.isEmpty()
            || switch (found) {
              case String text -> wanted.contains(text);
              case List<?> texts -> texts.stream().anyMatch(wanted::contains);
              case null, default -> false;
            };
    return fits ? Optional.empty() : Optional.of("the audience is another one");
  }

  private static Optional<String> missing(List<String> required, Map<String, Object> claims) {
    return required.stream()
        .filter(name -> claims.get(name) == null)
        .findFirst()
        .map(name -> "a claim is missing");
  }
}
