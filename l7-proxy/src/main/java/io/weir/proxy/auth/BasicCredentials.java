package io.weir.proxy.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A name and a password as {@code Authorization: Basic} brings them (RFC 7617 2). Nothing prints
 * the password.
 */
record BasicCredentials(String name, byte[] password) {
  /** Some hashes take the longer, the longer the password is: nobody is to choose how long. */
  static final int LONGEST_PASSWORD = 1024;

  /**
   * Reads the part behind the scheme.
   *
   * @return empty if it is not Base64, has no colon, a name with control characters or octets that
   *     are no UTF-8, or a password that is too long to be one
   */
  static Optional<BasicCredentials> parse(byte[] bytes, int start, int end) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, end));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int colon = 0;
    while (colon < decoded.length && decoded[colon] != ':') {
      colon++;
    }
    if (colon == decoded.length || decoded.length - colon - 1 > LONGEST_PASSWORD) {
      return Optional.empty();
    }
    var password = Arrays.copyOfRange(decoded, colon + 1, decoded.length);
    try {
      var name =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, colon)).toString();
      return name.chars().anyMatch(Character::isISOControl)
          ? Optional.empty()
          : Optional.of(new BasicCredentials(name, password));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Tells these credentials from all others, and nothing else of them. */
  Digest digest() {
    return Digest.salted(name.getBytes(StandardCharsets.UTF_8), password);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BasicCredentials(var otherName, var otherPassword)
        && name.equals(otherName)
        && Arrays.equals(password, otherPassword);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + ":***";
  }
}
