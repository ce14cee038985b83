package io.weir.vrrp.track;

/**
 * What a check has found out.
 *
 * @param state 0 for down and 1 for up, or a number
 * @param why for people
 */
public record Answer(int state, String why) {
  static Answer up(String why) {
    return new Answer(1, why);
  }

  static Answer down(String why) {
    return new Answer(0, why);
  }
}
