package io.weir.proxy.auth;

import io.weir.proxy.exchange.Claims;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in its compact form (RFC 7515 7.1), not verified yet. Of its header only {@code
 * alg} and {@code kid} are looked at: keys that a token brings along or points to ({@code jwk},
 * {@code jku}, {@code x5c}, {@code x5u}) never count.
 *
 * @param keyId null: it names none
 */
record Token(String compact, String algorithm, @Nullable String keyId) {
  /** Far above any real one, and what all heads are limited to by default. */
  static final int LONGEST = 16 << 10;

  private static final int LONGEST_KEY_ID = 512;

  /**
   * Reads a token; empty if it is none, is encrypted, or has extensions that must be understood.
   */
  static Optional<Token> parse(byte[] octets) {
    if (octets.length > LONGEST || !isCompact(octets)) {
      return Optional.empty();
    }
    var compact = new String(octets, StandardCharsets.US_ASCII);
    var header = json(compact.substring(0, compact.indexOf('.')));
    // RFC 7515 4.1.11: what is critical must be understood, and nothing is. RFC 7797 goes with it.
    if (header == null || header.containsKey("crit") || header.containsKey("b64")) {
      return Optional.empty();
    }
    var keyId = header.get("kid");
    boolean hasGoodId =
        keyId == null || (keyId instanceof String id && id.length() <= LONGEST_KEY_ID);
    return header.get("alg") instanceof String algorithm && hasGoodId
        ? Optional.of(new Token(compact, algorithm, (String) keyId))
        : Optional.empty();
  }

  /** Whether it is three parts of base64url, none of them empty: so there is always a signature. */
  private static boolean isCompact(byte[] octets) {
    int parts = 1;
    int length = 0;
    for (byte octet : octets) {
      if (octet == '.') {
        if (length == 0) {
          return false;
        }
        parts++;
        length = 0;
      } else if (isBase64Url(octet)) {
        length++;
      } else {
        return false;
      }
    }
    return parts == 3 && length > 0;
  }

  private static boolean isBase64Url(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '_';
  }

  /** The claims, if the key has made the signature with the algorithm that it is for. */
  Optional<Claims> verify(Key key) {
    try {
      var signature = new JsonWebSignature();
      signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
      signature.setCompactSerialization(compact);
      signature.setKey(key);
      if (!signature.verifySignature()) {
        return Optional.empty();
      }
    } catch (JoseException | RuntimeException _) {
      // A key of another kind or a signature of an odd form: it does not verify, that is all.
      return Optional.empty();
    }
    int start = compact.indexOf('.') + 1;
    var members = json(compact.substring(start, compact.indexOf('.', start)));
    return Optional.ofNullable(members).map(Claims::new);
  }

  private static @Nullable Map<String, Object> json(String encoded) {
    try {
      var octets = Base64.getUrlDecoder().decode(encoded);
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      return JsonUtil.parseJson(text);
    } catch (JoseException | CharacterCodingException | RuntimeException _) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "a token by " + algorithm;
  }
}
