package io.weir.vrrp.packet;

/** The version of VRRP that an advert is written in. */
public enum Version {
  /** RFC 3768: IPv4 only, intervals in whole seconds, eight octets of authentication data. */
  V2(2),
  /** RFC 9568: IPv4 and IPv6, intervals in hundredths of a second. */
  V3(3);

  private final int number;

  Version(int number) {
    this.number = number;
  }

  /** The number in the advert's first four bits. */
  public int number() {
    return number;
  }
}
