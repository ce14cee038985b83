package io.weir.lvs.edge;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104). */
final class Hmac {
  private static final String NAME = "HmacSHA256";

  private Hmac() {}

  /** 32 octets over all parts, one after the other. */
  static byte[] of(byte[] key, byte[]... parts) {
    try {
      var mac = Mac.getInstance(NAME);
      mac.init(new SecretKeySpec(key, NAME));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("found no HmacSHA256; every JDK has it", e);
    }
  }
}
