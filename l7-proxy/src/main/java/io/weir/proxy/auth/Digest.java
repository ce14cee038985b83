package io.weir.proxy.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** A SHA-256, as the key of a table: what it was made of cannot be told from it. */
record Digest(long a, long b, long c, long d) {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] SALT = new byte[32];

  static {
    new SecureRandom().nextBytes(SALT);
  }

  /** Of these octets. */
  static Digest of(byte[] octets) {
    return stored(sha256().digest(octets));
  }

  /**
   * Of these octets and what only this process knows, so that a table of such cannot be searched by
   * whoever gets to see it.
   */
  static Digest salted(byte[]... parts) {
    var sha = sha256();
    sha.update(SALT);
    for (var part : parts) {
      // With its length, so that what ends one part cannot begin the next.
      int length = part.length;
      sha.update((byte) (length >>> 24));
      sha.update((byte) (length >>> 16));
      sha.update((byte) (length >>> 8));
      sha.update((byte) length);
      sha.update(part);
    }
    return stored(sha.digest());
  }

  /** One that is known: 32 octets. */
  static Digest stored(byte[] sha) {
    return new Digest(
        (long) LONGS.get(sha, 0),
        (long) LONGS.get(sha, 8),
        (long) LONGS.get(sha, 16),
        (long) LONGS.get(sha, 24));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
