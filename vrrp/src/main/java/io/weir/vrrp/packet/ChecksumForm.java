package io.weir.vrrp.packet;

/**
 * What the checksum of a version 3 advert over IPv4 covers. Implementations differ: RFC 9568 5.2.8
 * takes the message alone, as Cisco and Juniper do; keepalived and FRR put the IPv4 pseudo-header
 * in front and refuse what does not. So both are accepted, and which one is sent is a setting.
 */
public enum ChecksumForm {
  /** The pseudo-header of source, destination, protocol and length, then the message. */
  PSEUDO_HEADER,
  /** The message alone. */
  MESSAGE_ONLY
}
