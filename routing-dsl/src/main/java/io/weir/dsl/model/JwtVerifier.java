package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How tokens (RFC 7519) of one issuer are verified.
 *
 * @param algorithms those of RFC 7518 and RFC 8037 that are taken; empty: all that the keys are for
 * @param issuers what {@code iss} must be one of; empty: anything
 * @param audiences what {@code aud} must name one of; empty: anything
 * @param leeway by how much clocks may differ
 * @param places where the token is looked for, in order
 * @param required claims that must be there
 */
public record JwtVerifier(
    String name,
    Keys keys,
    Set<String> algorithms,
    List<String> issuers,
    List<String> audiences,
    Duration leeway,
    List<CredentialPlace> places,
    List<String> required,
    Span span) {
  public JwtVerifier {
    algorithms = Set.copyOf(algorithms);
    issuers = List.copyOf(issuers);
    audiences = List.copyOf(audiences);
    places = List.copyOf(places);
    required = List.copyOf(required);
  }

  /** The keys that signatures are checked with. */
  public sealed interface Keys {
    /** Public keys: a JWK set (RFC 7517 5) or PEM. */
    record Stored(Secret from) implements Keys {}

    /** A JWK set that is fetched, and again after {@code refresh} or when a key is missing. */
    record Fetched(String url, Duration refresh) implements Keys {}

    /** The octets of a secret that is shared with the issuer, for HMAC. */
    record Shared(Secret from) implements Keys {}
  }
}
