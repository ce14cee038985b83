package io.weir.lvs.table;

import java.util.Optional;

/** Protocols that IPVS balances. */
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132),
  ESP(50),
  AH(51);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** Its number in IP headers. */
  public int number() {
    return number;
  }

  /** The protocol with this number. */
  public static Optional<Protocol> of(int number) {
    for (var protocol : values()) {
      if (protocol.number == number) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
