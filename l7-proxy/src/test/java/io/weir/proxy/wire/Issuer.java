package io.weir.proxy.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Makes tokens: somebody who has a key. */
record Issuer(String id, String algorithm, KeyPair keys) {
  static Issuer of(String id, String algorithm) {
    try {
      var kind = algorithm.startsWith("ES") ? "EC" : algorithm.equals("EdDSA") ? "Ed25519" : "RSA";
      var generator = KeyPairGenerator.getInstance(kind);
      if (kind.equals("EC")) {
        generator.initialize(
            switch (algorithm) {
              case "ES256" -> 256;
              case "ES384" -> 384;
              default -> 521;
            });
      } else if (kind.equals("RSA")) {
        generator.initialize(2048);
      }
      return new Issuer(id, algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public key as a member of a set. */
  String jwk() {
    try {
      var key = PublicJsonWebKey.Factory.newPublicJwk(publicKey());
      key.setKeyId(id);
      return key.toJson(OutputControlLevel.PUBLIC_ONLY);
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  /** A set of the public keys of these. */
  static String jwks(Issuer... issuers) {
    return Arrays.stream(issuers)
        .map(Issuer::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  static void write(Path file, Issuer... issuers) throws IOException {
    Files.writeString(file, jwks(issuers));
  }

  PublicKey publicKey() {
    return keys.getPublic();
  }

  PrivateKey privateKey() {
    return keys.getPrivate();
  }

  /** A token with these claims. */
  String token(String claims) {
    try {
      var signature = new JsonWebSignature();
      signature.setAlgorithmHeaderValue(algorithm);
      signature.setKeyIdHeaderValue(id);
      signature.setPayload(claims);
      signature.setKey(privateKey());
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }
}
