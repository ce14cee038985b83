package io.weir.vrrp.packet;

import java.util.Optional;

/** What came of a datagram that should have been an advert. */
public sealed interface Reception {
  /**
   * A whole advert with a right checksum. Whether it concerns a router, {@link ReceiveRules} say.
   *
   * @param form what its checksum covers
   * @param hmac the 28 octets of the signature behind it, if any
   */
  record Valid(Advert advert, ChecksumForm form, Optional<SignedTail> hmac) implements Reception {}

  /** Something else. */
  record Rejected(Rejection reason) implements Reception {}
}
