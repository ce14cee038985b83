package io.weir.proxy.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password as {@code htpasswd} files keep it: hashed. To compare one takes up to seconds, so
 * never on a loop.
 */
sealed interface StoredPassword {
  /** The most that a hash may demand; beyond it one login would be an attack on the machine. */
  int MOST_BCRYPT_ROUNDS = 16;

  int MOST_ARGON_KIB = 256 << 10;
  int MOST_ARGON_PASSES = 64;
  int MOST_ARGON_LANES = 16;
  int MOST_SHA_ROUNDS = 5_000_000;

  /**
   * Whether it is this password, in octets; how long that takes tells nothing of how near it is.
   */
  boolean matches(byte[] password);

  /**
   * Reads a hash.
   *
   * @throws IllegalArgumentException if it is in no known form; the message does not show it
   */
  static StoredPassword of(String text) {
    if (text.startsWith("$2a$") || text.startsWith("$2b$") || text.startsWith("$2y$")) {
      return Bcrypt.of(text);
    }
    if (text.startsWith("$argon2id$")) {
      return Argon2id.of(text);
    }
    if (text.startsWith("$5$") || text.startsWith("$6$")) {
      return ShaCrypt.of(text);
    }
    if (text.startsWith("$apr1$")) {
      return Apr1.of(text);
    }
    if (text.startsWith("{SHA}")) {
      return Sha1.of(text);
    }
    throw new IllegalArgumentException(
        "found a password in an unknown form; expected $2y$ (bcrypt), $argon2id$, $6$, $5$, $apr1$"
            + " or {SHA}");
  }

  /** Blowfish (htpasswd -B). As everywhere, only the first 72 octets of a password count. */
  record Bcrypt(String hash) implements StoredPassword {
    private static final int LENGTH = 60;

    static Bcrypt of(String text) {
      if (text.length() != LENGTH || !text.substring(4).matches("[0-9]{2}\\$[./A-Za-z0-9]{53}")) {
        throw new IllegalArgumentException("found a bcrypt hash that is none");
      }
      int rounds = Integer.parseInt(text.substring(4, 6));
      if (rounds < 4 || rounds > MOST_BCRYPT_ROUNDS) {
        throw new IllegalArgumentException(
            "found bcrypt cost " + rounds + "; expected 4 to " + MOST_BCRYPT_ROUNDS);
      }
      return new Bcrypt(text);
    }

    @Override
    public boolean matches(byte[] password) {
      return OpenBSDBCrypt.checkPassword(hash, password);
    }
  }

  /** Argon2id (RFC 9106), as its reference program writes it. */
  record Argon2id(int kib, int passes, int lanes, byte[] salt, byte[] hash)
      implements StoredPassword {
    static Argon2id of(String text) {
      var parts = text.split("\\$", -1);
      if (parts.length != 6
          || !parts[2].equals("v=19")
          || !parts[3].matches("m=[0-9]{1,7},t=[0-9]{1,3},p=[0-9]{1,3}")) {
        throw new IllegalArgumentException(
            "found an argon2id hash that is none; expected $argon2id$v=19$m=…,t=…,p=…$salt$hash");
      }
      var numbers = parts[3].split("[=,]", -1);
      int kib = Integer.parseInt(numbers[1]);
      int passes = Integer.parseInt(numbers[3]);
      int lanes = Integer.parseInt(numbers[5]);
      var salt = Base64.getDecoder().decode(parts[4]);
      var hash = Base64.getDecoder().decode(parts[5]);
      boolean fits =
          kib <= MOST_ARGON_KIB && passes <= MOST_ARGON_PASSES && lanes <= MOST_ARGON_LANES;
      if (!fits || lanes < 1 || passes < 1 || kib < 8 * lanes) {
        throw new IllegalArgumentException(
            "found argon2id parameters out of range; expected at most m=%d, t=%d, p=%d"
                .formatted(MOST_ARGON_KIB, MOST_ARGON_PASSES, MOST_ARGON_LANES));
      }
      if (salt.length < 8 || hash.length < 16 || hash.length > 64) {
        throw new IllegalArgumentException("found an argon2id salt or hash of an odd length");
      }
      return new Argon2id(kib, passes, lanes, salt, hash);
    }

    @Override
    public boolean matches(byte[] password) {
      var parameters =
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(kib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build();
      var generator = new Argon2BytesGenerator();
      generator.init(parameters);
      var found = new byte[hash.length];
      generator.generateBytes(password, found);
      return MessageDigest.isEqual(found, hash);
    }
  }

  /** The SHA-2 forms of crypt(3): {@code openssl passwd -5} and {@code -6}, {@code htpasswd -5}. */
  record ShaCrypt(String hash, String salt) implements StoredPassword {
    static ShaCrypt of(String text) {
      if (!text.matches(
          "\\$[56]\\$(rounds=[0-9]{1,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{43,86}")) {
        throw new IllegalArgumentException("found a SHA-crypt hash that is none");
      }
      if (text.startsWith("rounds=", 3)) {
        int rounds = Integer.parseInt(text.substring(10, text.indexOf('$', 10)));
        if (rounds > MOST_SHA_ROUNDS) {
          throw new IllegalArgumentException(
              "found " + rounds + " rounds of SHA-crypt; expected at most " + MOST_SHA_ROUNDS);
        }
      }
      return new ShaCrypt(text, text.substring(0, text.lastIndexOf('$')));
    }

    @Override
    public boolean matches(byte[] password) {
      // The library wipes the array that it is given.
      var found =
          hash.startsWith("$5$")
              ? Sha2Crypt.sha256Crypt(password.clone(), salt)
              : Sha2Crypt.sha512Crypt(password.clone(), salt);
      return isEqual(found, hash);
    }
  }

  /** Apache's own form of MD5 (htpasswd -m), which is weak and widespread. */
  record Apr1(String hash, String salt) implements StoredPassword {
    static Apr1 of(String text) {
      if (!text.matches("\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}")) {
        throw new IllegalArgumentException("found an apr1 hash that is none");
      }
      return new Apr1(text, text.substring(0, text.lastIndexOf('$')));
    }

    @Override
    public boolean matches(byte[] password) {
      return isEqual(Md5Crypt.apr1Crypt(password.clone(), salt), hash);
    }
  }

  /** An unsalted SHA-1 (htpasswd -s), which is weak. */
  record Sha1(byte[] hash) implements StoredPassword {
    private static final int LENGTH = 20;

    static Sha1 of(String text) {
      var hash = Base64.getDecoder().decode(text.substring("{SHA}".length()));
      if (hash.length != LENGTH) {
        throw new IllegalArgumentException("found a {SHA} hash that is none");
      }
      return new Sha1(hash);
    }

    @Override
    public boolean matches(byte[] password) {
      try {
        return MessageDigest.isEqual(MessageDigest.getInstance("SHA-1").digest(password), hash);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-1", e);
      }
    }
  }

  private static boolean isEqual(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }
}
