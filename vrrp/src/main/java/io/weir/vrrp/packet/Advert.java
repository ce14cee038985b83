package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.util.List;

/**
 * What an Active router says of itself: the one message of VRRP.
 *
 * @param vrid the virtual router, 1 to 255
 * @param priority 255 of the owner of the addresses, 1 to 254 of others, 0 when it gives up its
 *     role
 * @param intervalCentis hundredths of a second between adverts: 1 to 4095, in version 2 whole
 *     seconds of up to 255
 * @param addresses the virtual addresses, at least one, all of one family
 * @param auth of version 2; {@link AuthField#NONE} in version 3
 */
public record Advert(
    Version version,
    int vrid,
    int priority,
    int intervalCentis,
    List<InetAddress> addresses,
    AuthField auth) {
  /** Of version 3: twelve bits (RFC 9568 5.2.7). */
  public static final int MAX_INTERVAL_CENTIS = 4095;

  /** The priority with which a router gives up the Active role (RFC 9568 5.2.4). */
  public static final int RELEASE = 0;

  /** The priority of the owner of the addresses. */
  public static final int OWNER = 255;

  public Advert {
    addresses = List.copyOf(addresses);
    require(vrid >= 1 && vrid <= 255, "VRID", vrid, "1 to 255");
    require(priority >= 0 && priority <= OWNER, "priority", priority, "0 to 255");
    require(
        !addresses.isEmpty() && addresses.size() <= 255,
        "number of addresses",
        addresses.size(),
        "1 to 255");
    var family = Family.of(addresses.getFirst());
    if (addresses.stream().anyMatch(address -> Family.of(address) != family)) {
      throw new IllegalArgumentException("found addresses of both families in one advert");
    }
    switch (version) {
      case V2 -> {
        if (family != Family.IPV4) {
          throw new IllegalArgumentException("found IPv6 addresses; version 2 has IPv4 only");
        }
        require(
            intervalCentis % 100 == 0 && intervalCentis >= 100 && intervalCentis <= 25500,
            "interval",
            intervalCentis,
            "100 to 25500 hundredths, whole seconds");
      }
      case V3 -> {
        if (!auth.equals(AuthField.NONE)) {
          throw new IllegalArgumentException("found authentication; version 3 has none");
        }
        require(
            intervalCentis >= 1 && intervalCentis <= MAX_INTERVAL_CENTIS,
            "interval",
            intervalCentis,
            "1 to 4095 hundredths");
      }
    }
  }

  /** The family of the virtual router. */
  public Family family() {
    return Family.of(addresses.getFirst());
  }

  private static void require(boolean holds, String what, int found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("found " + what + " " + found + "; expected " + expected);
    }
  }
}
