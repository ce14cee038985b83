package io.weir.proxy.auth;

import io.weir.proxy.exchange.Claims;

/** What became of a request's token. */
sealed interface Checked {
  /** There is none. */
  record Absent() implements Checked {}

  /** There are several in one place. */
  record Several(String where) implements Checked {}

  /**
   * It does not count.
   *
   * @param why for the client and the log; nothing of the token is in it
   */
  record Refused(String why) implements Checked {}

  /** The key that it names is not known, though it may have come about since. */
  record UnknownKey() implements Checked {}

  /** There are no keys to check it with. */
  record NoKeys() implements Checked {}

  record Verified(Claims claims) implements Checked {}
}
