package io.weir.vrrp.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The authentication of a version 2 advert (RFC 2338 5.3.6): a type, and eight octets that are
 * always there. It keeps nobody out, since it is sent in clear; it keeps two networks' mistakes
 * apart.
 *
 * @param type 0 none, 1 a simple text password, 2 an IP authentication header
 * @param data the eight octets
 */
public record AuthField(int type, long data) {
  /** No authentication: type 0 and zeros (RFC 3768 5.3.10). */
  public static final AuthField NONE = new AuthField(0, 0);

  /** The octets of a password at most; keepalived cuts what is longer. */
  public static final int PASSWORD_OCTETS = 8;

  public AuthField {
    if (type < 0 || type > 255) {
      throw new IllegalArgumentException("found authentication type " + type + "; expected 0..255");
    }
  }

  /** A simple text password of at most eight octets, filled up with zeros. */
  public static AuthField password(String password) {
    byte[] octets = password.getBytes(StandardCharsets.UTF_8);
    if (octets.length == 0 || octets.length > PASSWORD_OCTETS) {
      throw new IllegalArgumentException(
          "found a password of " + octets.length + " octets; expected 1 to " + PASSWORD_OCTETS);
    }
    return new AuthField(1, ByteBuffer.allocate(PASSWORD_OCTETS).put(octets).getLong(0));
  }

  /** Without the password, as this may be logged. */
  @Override
  public String toString() {
    return "AuthField[type=" + type + "]";
  }
}
