package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature behind an advert (draft-cassen-vrrp-auth-hmac, as keepalived has it): {@code type
 * 1, key number, 0, 0, seconds(4), 1/65536 s(2), counter(2)}, then the first 16 octets of an
 * HMAC-SHA256 over {@code family(4 or 6), version, VRID, 0, source(16)}, the advert with its
 * checksum as zero, the twelve octets before, and sixteen zeros. The source is covered, the
 * destination is not, so that one signature serves all peers.
 */
final class HmacTrailer {
  /** Of the whole trailer. */
  static final int OCTETS = 28;

  private static final int TYPE = 1;
  private static final int UNSIGNED = 12;
  private static final int SIGNATURE = 16;
  private static final int CHECKSUM_AT = 6;

  private HmacTrailer() {}

  /** The advert with its signature behind it. */
  static byte[] append(byte[] message, InetAddress source, int keyId, byte[] key, long sequence) {
    byte[] out = Arrays.copyOf(message, message.length + OCTETS);
    ByteBuffer.wrap(out, message.length, UNSIGNED)
        .put((byte) TYPE)
        .put((byte) keyId)
        .putShort((short) 0)
        .putLong(sequence);
    byte[] signature = sign(out, source, key);
    System.arraycopy(signature, 0, out, message.length + UNSIGNED, SIGNATURE);
    return out;
  }

  /** Whether the tail has the one known form. */
  static boolean isWellFormed(byte[] tail) {
    return tail[0] == TYPE && tail[2] == 0 && tail[3] == 0;
  }

  static int keyId(byte[] tail) {
    return tail[1] & 0xff;
  }

  /** Seconds in the upper half, then 1/65536 s, then a counter. */
  static long sequence(byte[] tail) {
    return ByteBuffer.wrap(tail).getLong(4);
  }

  /** Compared in constant time. */
  static boolean isSignedBy(SignedTail signed, InetAddress source, byte[] key) {
    byte[] whole = Arrays.copyOf(signed.message(), signed.message().length + OCTETS);
    System.arraycopy(signed.tail(), 0, whole, signed.message().length, UNSIGNED);
    return MessageDigest.isEqual(
        sign(whole, source, key), Arrays.copyOfRange(signed.tail(), UNSIGNED, OCTETS));
  }

  /** Of an advert and trailer whose signature is still zeros. */
  private static byte[] sign(byte[] whole, InetAddress source, byte[] key) {
    byte[] address = source.getAddress();
    byte[] binding = new byte[20];
    binding[0] = (byte) (address.length == 4 ? 4 : 6);
    binding[1] = (byte) (whole[0] >> 4 & 0xf);
    binding[2] = whole[1];
    System.arraycopy(address, 0, binding, 4, address.length);
    byte[] plain = whole.clone();
    plain[CHECKSUM_AT] = 0;
    plain[CHECKSUM_AT + 1] = 0;
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(binding);
      return Arrays.copyOf(mac.doFinal(plain), SIGNATURE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("found no HmacSHA256; every JDK has it", e);
    }
  }
}
