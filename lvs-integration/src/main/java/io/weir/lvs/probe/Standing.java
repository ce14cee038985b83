package io.weir.lvs.probe;

/**
 * What a server's answers have come to. Pure.
 *
 * @param isKnown whether it has ever been asked
 * @param streak answers in a row that speak against what it is held for
 */
record Standing(boolean isUp, boolean isKnown, int streak) {
  /** Held for good until it is asked: a director that starts must not take out what is served. */
  static final Standing UNKNOWN = new Standing(true, false, 0);

  /** After one more answer; the first one decides at once. */
  Standing after(boolean isGood, int rise, int fall) {
    if (!isKnown) {
      return new Standing(isGood, true, 0);
    }
    if (isGood == isUp) {
      return new Standing(isUp, true, 0);
    }
    int needed = isUp ? fall : rise;
    return streak + 1 >= needed
        ? new Standing(isGood, true, 0)
        : new Standing(isUp, true, streak + 1);
  }
}
