package io.weir.vrrp.packet;

/** Why an advert moved nothing; each is counted by itself. */
public enum Rejection {
  HOP_LIMIT("hop-limit", "its TTL or hop limit is not 255: it has crossed a router"),
  VERSION("version", "its version is not the configured one"),
  TYPE("type", "its type is not 1, an advertisement"),
  LENGTH("length", "it is shorter or longer than it says"),
  CHECKSUM("checksum", "its checksum is wrong in both forms"),
  VRID("vrid", "no virtual router of its number is on this interface"),
  COUNT("count", "it has no address"),
  INTERVAL("interval", "its interval is zero, or in version 2 not the configured one"),
  DESTINATION("destination", "it was not sent to where this virtual router listens"),
  PEER("peer", "its sender is not one of the peers"),
  AUTH_TYPE("auth-type", "its authentication is not of the configured kind"),
  AUTH("auth", "its password is wrong"),
  ADDRESSES("addresses", "its addresses are not the configured ones"),
  HMAC_MISSING("hmac-missing", "it is not signed"),
  HMAC_UNEXPECTED("hmac-unexpected", "it is signed, and no key is configured"),
  HMAC_MALFORMED("hmac-malformed", "its signature has no known form"),
  HMAC_KEY("hmac-key", "it is signed with a key that is not known here"),
  HMAC_STALE("hmac-stale", "its time is too far from the clock here"),
  HMAC("hmac", "its signature is wrong"),
  HMAC_REPLAY("hmac-replay", "it was seen before");

  private final String label;
  private final String meaning;

  Rejection(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** The name in metrics and status. */
  public String label() {
    return label;
  }

  /** For people, to go on from "an advert was dropped: ". */
  public String meaning() {
    return meaning;
  }
}
