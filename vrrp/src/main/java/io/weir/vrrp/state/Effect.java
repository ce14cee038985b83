package io.weir.vrrp.state;

/**
 * What is to be done, in the order of the list. Behind an advert that could not be sent, {@link
 * Release} alone is still done: addresses that nobody was told of are not claimed.
 */
public sealed interface Effect {
  /** Send an advert of this priority. */
  record SendAdvert(int priority) implements Effect {}

  /** Put the addresses on the interface, and what goes with them. */
  record Claim() implements Effect {}

  /** Take the addresses from the interface, and what goes with them. */
  record Release() implements Effect {}

  /** Tell the network where the addresses are: gratuitous ARP, unsolicited neighbour adverts. */
  record Announce() implements Effect {}

  /**
   * Tell hooks that a lower router was Active beside this one: what it did outside of this network,
   * at a cloud's API for example, has to be done again.
   */
  record Reassert() implements Effect {}
}
