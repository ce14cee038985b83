package io.weir.vrrp.packet;

import java.util.Arrays;

/**
 * The octets behind a signed advert, and the advert's own octets, which the signature covers.
 *
 * @param message the advert with its checksum
 * @param tail the 28 octets behind it
 */
public record SignedTail(byte[] message, byte[] tail) {
  @Override
  public boolean equals(Object other) {
    return other instanceof SignedTail(var octets, var signature)
        && Arrays.equals(octets, message)
        && Arrays.equals(signature, tail);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(message) + Arrays.hashCode(tail);
  }
}
