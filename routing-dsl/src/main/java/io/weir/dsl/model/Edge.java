package io.weir.dsl.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What holds for the whole program.
 *
 * @param via the pseudonym in {@code Via} fields; empty: none are added, and loops are not looked
 *     for
 * @param forwarded whether an RFC 7239 {@code Forwarded} field is sent beside {@code X-Forwarded-*}
 * @param proxyStatus whether replies of Weir's own carry {@code Proxy-Status} (RFC 9209)
 * @param drain how long requests in flight may take after SIGTERM
 * @param drainTunnels how long upgraded connections may
 * @param overload what is too much to do; empty: nothing is refused for that
 */
public record Edge(
    Optional<String> via,
    boolean forwarded,
    boolean proxyStatus,
    Duration drain,
    Duration drainTunnels,
    Optional<Overload> overload) {
  /** The defaults of a file that says nothing. */
  public static final Edge DEFAULT =
      new Edge(
          Optional.of("weir"),
          false,
          false,
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Optional.empty());
}
