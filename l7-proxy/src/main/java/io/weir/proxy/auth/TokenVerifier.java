package io.weir.proxy.auth;

import io.weir.dsl.model.JwtVerifier;
import io.weir.proxy.exchange.Claims;
import io.weir.proxy.exchange.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Verifies tokens by the rules of one {@code jwt} (RFC 7519 7.2, RFC 8725). Any thread. */
final class TokenVerifier {
  /** How many keys one token may be tried with: each costs a signature. */
  private static final int MOST_KEYS = 4;

  private final JwtVerifier model;
  private final KeyRing ring;
  private final List<Place> places;
  private final LongSupplier epochSeconds;

  TokenVerifier(JwtVerifier model, KeyRing ring, LongSupplier epochSeconds) {
    this.model = model;
    this.ring = ring;
    this.places = model.places().stream().map(Place::of).toList();
    this.epochSeconds = epochSeconds;
  }

  String name() {
    return model.name();
  }

  KeyRing ring() {
    return ring;
  }

  List<Place> places() {
    return places;
  }

  /** Checks what the request has in the first of the places where it has something. */
  Checked check(Exchange exchange) {
    for (int i = 0; i < places.size(); i++) {
      switch (places.get(i).find(exchange)) {
        case Presented.Nothing _ -> {}
        case Presented.Several _ -> {
          return new Checked.Several(model.places().get(i).text());
        }
        case Presented.One one -> {
          return check(one.octets());
        }
      }
    }
    return new Checked.Absent();
  }

  /** Checks a token. */
  Checked check(byte[] octets) {
    var keys = ring.current();
    if (keys == null) {
      return new Checked.NoKeys();
    }
    var digest = Digest.of(octets);
    var known = ring.known(digest, keys);
    if (known != null) {
      return isAllowed(known.algorithm())
          ? judged(known.claims())
          : new Checked.Refused("the algorithm is not allowed");
    }
    var token = Token.parse(octets);
    return token.isEmpty()
        ? new Checked.Refused("it is no signed token")
        : verified(token.get(), digest, keys);
  }

  private Checked verified(Token token, Digest digest, KeySet keys) {
    if (!isAllowed(token.algorithm())) {
      return new Checked.Refused("the algorithm is not allowed");
    }
    var candidates = keys.candidates(token.keyId(), token.algorithm());
    if (candidates.isEmpty()) {
      boolean hasKey =
          keys.entries().stream()
              .anyMatch(entry -> token.keyId() != null && token.keyId().equals(entry.id()));
      return hasKey
          ? new Checked.Refused("the key is not for this algorithm")
          : new Checked.UnknownKey();
    }
    for (var entry : candidates.subList(0, Math.min(MOST_KEYS, candidates.size()))) {
      var claims = token.verify(entry.key());
      if (claims.isPresent()) {
        ring.keep(
            digest,
            new KeyRing.Signed(
                keys, token.algorithm(), claims.get(), token.compact().length() + 512));
        return judged(claims.get());
      }
    }
    // Without a name for the key, the right one may be among those that are not there yet.
    return token.keyId() == null
        ? new Checked.UnknownKey()
        : new Checked.Refused("the signature does not verify");
  }

  private boolean isAllowed(String algorithm) {
    // What the keys are not for has no candidates; "none" is for no key.
    return model.algorithms().isEmpty() || model.algorithms().contains(algorithm);
  }

  private Checked judged(Claims claims) {
    return mistake(claims)
        .<Checked>map(Checked.Refused::new)
        .orElseGet(() -> new Checked.Verified(claims));
  }

  private Optional<String> mistake(Claims claims) {
    return TokenRules.mistake(model, claims.members(), epochSeconds.getAsLong());
  }
}
