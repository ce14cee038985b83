package io.weir.proxy.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Keys that signatures of tokens are checked with, each with the algorithms that it is for: what a
 * token says of itself never makes a key serve another one (RFC 8725 3.1). Immutable.
 */
record KeySet(List<Entry> entries) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]+)-----END \\1-----");
  private static final int LEAST_SECRET = 32;
  private static final int LEAST_RSA_BITS = 2048;

  KeySet {
    entries = List.copyOf(entries);
  }

  /**
   * One key.
   *
   * @param id what the issuer calls it; null: nothing
   */
  record Entry(@Nullable String id, Set<String> algorithms, Key key) {
    @Override
    public String toString() {
      return id + " " + algorithms;
    }
  }

  /** Keys that may have made this signature: those of the id, and those without any. */
  List<Entry> candidates(@Nullable String id, String algorithm) {
    return entries.stream()
        .filter(entry -> entry.algorithms().contains(algorithm))
        .filter(entry -> id == null || entry.id() == null || entry.id().equals(id))
        .toList();
  }

  /**
   * Public keys out of a JWK set or PEM.
   *
   * @throws IOException if there is none
   */
  static KeySet publicKeys(byte[] octets) throws IOException {
    var text = new String(octets, StandardCharsets.UTF_8).strip();
    var entries = text.startsWith("{") ? jwks(text) : pem(text);
    if (entries.isEmpty()) {
      throw new IOException(
          "found no usable public key; expected a JWK set or PEM with RSA (2048 bits or more),"
              + " P-256, P-384, P-521 or Ed25519 keys");
    }
    return new KeySet(entries);
  }

  /**
   * A secret for HMAC; a line end behind it is no part of it.
   *
   * @throws IOException if it is too short to be one (RFC 7518 3.2), or a public key, which
   *     everybody has
   */
  static KeySet secret(byte[] octets) throws IOException {
    if (isPublic(octets)) {
      throw new IOException(
          "found a key or certificate in it; expected a secret, as 'keys' takes public keys");
    }
    int length = octets.length;
    length -= length > 0 && octets[length - 1] == '\n' ? 1 : 0;
    length -= length > 0 && octets[length - 1] == '\r' ? 1 : 0;
    if (length < LEAST_SECRET) {
      throw new IOException(
          "found a secret of less than " + LEAST_SECRET + " octets; HS256 needs as many");
    }
    var algorithms = new ArrayList<>(List.of("HS256"));
    if (length >= 48) {
      algorithms.add("HS384");
    }
    if (length >= 64) {
      algorithms.add("HS512");
    }
    var key = new SecretKeySpec(Arrays.copyOf(octets, length), "HMAC");
    return new KeySet(List.of(new Entry(null, Set.copyOf(algorithms), key)));
  }

  private static boolean isPublic(byte[] octets) {
    var start = new String(octets, StandardCharsets.ISO_8859_1).strip();
    return start.startsWith("-----BEGIN ") || (start.startsWith("{") && start.contains("\"kty\""));
  }

  /** RFC 7517 5: keys that are not understood, or are for something else, are passed over. */
  private static List<Entry> jwks(String text) throws IOException {
    List<JsonWebKey> keys;
    try {
      keys = new JsonWebKeySet(text).getJsonWebKeys();
    } catch (JoseException | RuntimeException e) {
      throw new IOException("found no JWK set: " + e.getClass().getSimpleName(), e);
    }
    var entries = new ArrayList<Entry>();
    for (var jwk : keys) {
      boolean verifies = jwk.getUse() == null || jwk.getUse().equals("sig");
      boolean may = jwk.getKeyOps() == null || jwk.getKeyOps().contains("verify");
      if (verifies && may && jwk instanceof PublicJsonWebKey pair) {
        var algorithms = algorithms(pair.getPublicKey(), jwk.getAlgorithm());
        if (!algorithms.isEmpty()) {
          entries.add(new Entry(jwk.getKeyId(), algorithms, pair.getPublicKey()));
        }
      }
    }
    return entries;
  }

  private static List<Entry> pem(String text) throws IOException {
    var entries = new ArrayList<Entry>();
    var blocks = PEM.matcher(text);
    while (blocks.find()) {
      var key = pemKey(blocks.group(1), blocks.group(2));
      var algorithms = algorithms(key, null);
      if (!algorithms.isEmpty()) {
        entries.add(new Entry(null, algorithms, key));
      }
    }
    return entries;
  }

  private static Key pemKey(String kind, String content) throws IOException {
    try {
      var octets = Base64.getMimeDecoder().decode(content);
      return switch (kind) {
        case "PUBLIC KEY" -> publicKey(octets);
        case "CERTIFICATE" ->
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(octets))
                .getPublicKey();
        default -> throw new IOException("found PEM of a " + kind + "; expected a PUBLIC KEY");
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("found a " + kind + " in PEM that is none", e);
    }
  }

  private static Key publicKey(byte[] octets) throws GeneralSecurityException {
    var spec = new X509EncodedKeySpec(octets);
    for (var kind : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(spec);
      } catch (GeneralSecurityException _) {
        // The encoding names its kind, but not in a form that the JDK tells: the next one may be.
      }
    }
    throw new GeneralSecurityException("found a key of an unknown kind");
  }

  private static Set<String> curve(ECPublicKey key) {
    return switch (key.getParams().getOrder().bitLength()) {
      case 256 -> Set.of("ES256");
      case 384 -> Set.of("ES384");
      case 521 -> Set.of("ES512");
      default -> Set.of();
    };
  }

  /** What a key may be used with (RFC 7518 3.1, RFC 8037 3.1); less, if the set says so. */
  private static Set<String> algorithms(Key key, @Nullable String only) {
    Set<String> all =
        switch (key) {
          case RSAPublicKey rsa when rsa.getModulus().bitLength() >= LEAST_RSA_BITS ->
              Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
          case ECPublicKey ec when Curves.isOnCurve(ec) -> curve(ec);
          case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") -> Set.of("EdDSA");
          default -> Set.of();
        };
    if (only == null) {
      return all;
    }
    return all.contains(only) ? Set.of(only) : Set.of();
  }
}
