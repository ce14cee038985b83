package io.weir.vrrp.track;

import java.util.Optional;

/**
 * What good and bad ends in a row have come to. Pure.
 *
 * @param isUp empty: nothing is known yet
 * @param against ends in a row that say the contrary of it
 */
record Streak(Optional<Boolean> isUp, int against) {
  static final Streak UNKNOWN = new Streak(Optional.empty(), 0);

  /** After one more end. The first of all decides, as there is nothing to be patient with. */
  Streak after(boolean isGood, int rise, int fall) {
    if (isUp.isEmpty()) {
      return new Streak(Optional.of(isGood), 0);
    }
    if (isUp.get() == isGood) {
      return new Streak(isUp, 0);
    }
    boolean isTurned = against + 1 >= (isGood ? rise : fall);
    return isTurned ? new Streak(Optional.of(isGood), 0) : new Streak(isUp, against + 1);
  }
}
