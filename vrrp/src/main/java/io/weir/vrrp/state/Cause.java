package io.weir.vrrp.state;

/** Why a router changed its role. */
public enum Cause {
  STARTED("it was started"),
  OWNER("it owns the addresses"),
  SILENCE("no advert came in time"),
  RELEASED("the Active router gave up its role"),
  HIGHER_PRIORITY("a router of higher priority is Active"),
  HIGHER_ADDRESS("a router of the same priority and a higher address is Active"),
  LATE("its own adverts came so late that another may be Active"),
  UNSENT("its adverts cannot be sent"),
  FAULT("its interface is down or something that it tracks has failed"),
  RECOVERED("its interface and all that it tracks are up again"),
  GROUP("another member of its group moved"),
  LEADER_DIED("the process of the Active router ended"),
  STOPPED("it was stopped");

  private final String meaning;

  Cause(String meaning) {
    this.meaning = meaning;
  }

  /** For people, to go on from "active, since ". */
  public String meaning() {
    return meaning;
  }
}
