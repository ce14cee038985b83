package io.weir.vrrp.pair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How both ends show that they have the key, without sending it: each sends a random text, and
 * answers the other's with an HMAC-SHA256 over it, its own, and which end it is, so that no answer
 * serves twice, nor for the other end.
 */
final class Handshake {
  private static final String GREETING = "WEIR-PAIR 1 ";
  private static final String PROOF = "PROOF ";
  private static final int NONCE = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Handshake() {}

  /** Which end of the stream. */
  enum End {
    /** Who listens, and lives as long as the stream. */
    TOLD,
    /** Who connects, and watches. */
    WATCHING;

    End other() {
      return this == TOLD ? WATCHING : TOLD;
    }
  }

  /**
   * Shows and is shown.
   *
   * @throws IOException if the other end is no director with this key
   */
  static void run(Lines lines, End end, byte[] key) throws IOException {
    var nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    var own = HexFormat.of().formatHex(nonce);
    lines.write(GREETING + own);
    var theirs = after(GREETING, lines.read());
    if (theirs.length() != 2 * NONCE || theirs.equals(own)) {
      throw new IOException("found no greeting of another director");
    }
    lines.write(PROOF + proof(end, own, theirs, key));
    byte[] found = after(PROOF, lines.read()).getBytes(StandardCharsets.UTF_8);
    byte[] expected = proof(end.other(), theirs, own, key).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(found, expected)) {
      throw new IOException("found another key than this director's");
    }
  }

  private static String after(String start, String line) throws IOException {
    if (!line.startsWith(start)) {
      throw new IOException("found no director; expected a line that starts with " + start.strip());
    }
    return line.substring(start.length());
  }

  private static String proof(End end, String own, String theirs, byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var text = "weir pair 1 " + end + " " + own + " " + theirs;
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("found no HmacSHA256; every JDK has it", e);
    }
  }
}
