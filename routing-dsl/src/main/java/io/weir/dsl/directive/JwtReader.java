package io.weir.dsl.directive;

import io.weir.dsl.model.CredentialPlace;
import io.weir.dsl.model.JwtVerifier;
import io.weir.dsl.model.JwtVerifier.Keys;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code jwt NAME { keys …; issuer …; audience … }}: how tokens are verified. */
final class JwtReader implements Reader<FileDraft> {
  static final Table<JwtDraft> TABLE =
      new Table<>(
          Scope.JWT,
          Map.of(
              "keys", JwtReader::keys,
              "secret", JwtReader::secret,
              "algorithms", JwtReader::algorithms,
              "issuer", JwtReader::issuer,
              "audience", JwtReader::audience,
              "leeway", JwtReader::leeway,
              "token", JwtReader::token,
              "require", JwtReader::require));

  private static final Duration LEEWAY = Duration.ofSeconds(60);
  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final List<String> PLACES = List.of("bearer", "header", "cookie", "query");
  private static final List<String> PUBLIC =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
  private static final List<String> SHARED = List.of("HS256", "HS384", "HS512");

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var name = arguments.word("a name");
    var block = arguments.block();
    var draft = new JwtDraft();
    boolean isWhole = TABLE.read(block, draft, arguments.context());
    if (!isWhole || arguments.isBroken()) {
      return;
    }
    if (draft.keys.isEmpty()) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS, arguments.statement().span(), "the jwt says nothing of its keys")
              .hint("write: keys file \"jwks.json\", keys url \"https://…\" or secret file \"…\""));
      return;
    }
    var keys = draft.keys.get();
    checkAlgorithms(arguments, draft, keys);
    var places =
        draft.places.isEmpty()
            ? List.<CredentialPlace>of(new CredentialPlace.Bearer())
            : draft.places;
    file.verifiers.add(
        new JwtVerifier(
            name.text(),
            keys,
            draft.algorithms,
            draft.issuers,
            draft.audiences,
            draft.leeway.orElse(LEEWAY),
            places,
            draft.required,
            arguments.statement().span()));
  }

  /**
   * A key for HMAC is a secret and a public key is none: an algorithm of the other kind is a slip.
   */
  private static void checkAlgorithms(Arguments arguments, JwtDraft draft, Keys keys) {
    var fitting = keys instanceof Keys.Shared ? SHARED : PUBLIC;
    draft.algorithms.stream()
        .filter(algorithm -> !fitting.contains(algorithm))
        .findFirst()
        .ifPresent(algorithm ->
            arguments.flag(
                Diagnostic.of(
                        Code.OUT_OF_RANGE,
                        draft.algorithmsSpan.orElse(arguments.statement().span()),
                        "no key of this jwt is for " + algorithm)
                    .label("expected one of: " + String.join(", ", fitting))));
  }

  private static void keys(Arguments arguments, JwtDraft jwt) {
    jwt.keysOnce(arguments);
    if (!arguments.accept("url")) {
      jwt.keys = Optional.of(new Keys.Stored(Secrets.take(arguments, "keys")));
      arguments.endWithoutBlock();
      return;
    }
    var text = Typed.text(arguments, "keys url");
    HttpUrl.of(arguments, "keys url", text);
    var refresh = arguments.accept("refresh") ? Typed.duration(arguments, "refresh") : REFRESH;
    jwt.keys = Optional.of(new Keys.Fetched(text.value(), refresh));
    arguments.endWithoutBlock();
  }

  private static void secret(Arguments arguments, JwtDraft jwt) {
    jwt.keysOnce(arguments);
    jwt.keys = Optional.of(new Keys.Shared(Secrets.take(arguments, "secret")));
    arguments.endWithoutBlock();
  }

  private static void algorithms(Arguments arguments, JwtDraft jwt) {
    jwt.once(arguments);
    var known = new ArrayList<>(PUBLIC);
    known.addAll(SHARED);
    do {
      jwt.algorithms.add(arguments.oneOf("algorithms", known));
    } while (arguments.acceptSymbol(","));
    jwt.algorithmsSpan = Optional.of(arguments.statement().span());
    arguments.endWithoutBlock();
  }

  private static void issuer(Arguments arguments, JwtDraft jwt) {
    jwt.once(arguments);
    texts(arguments, jwt.issuers);
  }

  private static void audience(Arguments arguments, JwtDraft jwt) {
    jwt.once(arguments);
    texts(arguments, jwt.audiences);
  }

  private static void require(Arguments arguments, JwtDraft jwt) {
    jwt.once(arguments);
    texts(arguments, jwt.required);
  }

  private static void texts(Arguments arguments, List<String> into) {
    do {
      var text = Typed.text(arguments, arguments.keyword());
      if (!arguments.isBroken() && text.value().isEmpty()) {
        arguments.flag(
            Code.OUT_OF_RANGE,
            text.span(),
            arguments.keyword() + " needs a text that is not empty");
      }
      into.add(text.value());
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
  }

  private static void leeway(Arguments arguments, JwtDraft jwt) {
    jwt.once(arguments);
    jwt.leeway = Optional.of(Typed.duration(arguments, "leeway"));
    arguments.endWithoutBlock();
  }

  private static void token(Arguments arguments, JwtDraft jwt) {
    jwt.once(arguments);
    do {
      jwt.places.add(CredentialPlaces.take(arguments, "token", PLACES));
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
  }
}
