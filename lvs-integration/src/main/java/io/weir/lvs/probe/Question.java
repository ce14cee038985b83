package io.weir.lvs.probe;

import io.weir.lvs.table.Family;
import io.weir.lvs.table.RealServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server is asked, and how often.
 *
 * @param at where
 * @param through the server that is asked at a virtual address; empty: what is at {@code at} itself
 * @param http a GET; empty: that a connection can be made is enough
 * @param timeout for connection and answer together
 * @param rise good answers in a row that bring a server back
 * @param fall bad ones that take it out
 */
public record Question(
    InetSocketAddress at,
    Optional<Through> through,
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

  /** Asks a server at its own address. */
  public Question(
      InetSocketAddress at,
      Optional<Http> http,
      Duration every,
      Duration timeout,
      int rise,
      int fall) {
    this(at, Optional.empty(), http, every, timeout, rise, fall);
  }

  /** Whose answer it is, for the log. */
  public String subject() {
    return through
        .map(it -> it.server().key() + " through " + Asking.text(at))
        .orElseGet(() -> Asking.text(at));
  }

  /**
   * The way that clients' packets go: by a service of the kernel's that has this server only.
   *
   * @param family of the virtual address
   * @param server as it is reached
   */
  public record Through(Family family, RealServer server) {}

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
