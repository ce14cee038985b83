package io.weir.lvs.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server is asked, and how often.
 *
 * @param at where
 * @param http a GET; empty: that a connection can be made is enough
 * @param timeout for connection and answer together
 * @param rise good answers in a row that bring a server back
 * @param fall bad ones that take it out
 */
public record Question(
    InetSocketAddress at,
    Optional<Http> http,
    Duration every,
    Duration timeout,
    int rise,
    int fall) {
  public Question {
    if (rise < 1 || fall < 1) {
      throw new IllegalArgumentException("found rise " + rise + " and fall " + fall);
    }
  }

  /**
   * A GET.
   *
   * @param expect the status that is good; empty: 200 to 399
   */
  public record Http(String host, String path, OptionalInt expect) {
    /** Whether a status is a good answer. */
    boolean isGood(int status) {
      return expect.isPresent() ? status == expect.getAsInt() : status >= 200 && status < 400;
    }
  }
}
