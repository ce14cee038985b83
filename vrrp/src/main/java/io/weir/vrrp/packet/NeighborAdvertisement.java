package io.weir.vrrp.packet;

import java.util.Arrays;
import java.util.Optional;

/** Neighbour advertisements (RFC 4861 4.4), as far as they say where an IPv6 address is. */
public final class NeighborAdvertisement {
  /** The ICMPv6 type. */
  public static final int TYPE = 136;

  private static final int FIXED = 24;
  private static final int TARGET = 8;
  private static final int TARGET_LINK_LAYER = 2;
  private static final int ONE_UNIT = 8;

  private NeighborAdvertisement() {}

  /**
   * Reads an ICMPv6 message whose checksum is right; empty if it is none that a neighbour may send
   * (RFC 4861 7.1.2), or does not say where the address is.
   */
  public static Optional<AddressClaim> read(byte[] message, int hopLimit) {
    if (message.length < FIXED
        || (message[0] & 0xff) != TYPE
        || message[1] != 0
        || hopLimit != Family.HOP_LIMIT
        || message[TARGET] == (byte) 0xff) {
      return Optional.empty();
    }
    var target = Family.address(Arrays.copyOfRange(message, TARGET, FIXED));
    for (int at = FIXED; at + ONE_UNIT <= message.length; ) {
      int length = (message[at + 1] & 0xff) * ONE_UNIT;
      if (length == 0 || at + length > message.length) {
        return Optional.empty();
      }
      if (message[at] == TARGET_LINK_LAYER && length == ONE_UNIT) {
        byte[] mac = Arrays.copyOfRange(message, at + 2, at + 2 + Announcement.MAC);
        return Optional.of(new AddressClaim(mac, target));
      }
      at += length;
    }
    return Optional.empty();
  }
}
