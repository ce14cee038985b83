package io.weir.dsl.model;

import java.time.Duration;

/**
 * What a listener allows a client connection before a route is known.
 *
 * @param headTimeout from the first byte of a request (or from the accept) to the end of its head;
 *     absolute, 408 after it
 * @param keepAlive how long a connection may wait between requests
 * @param requests requests on one connection before it is closed
 * @param lifetime age after which a connection is closed at the next reply; spread by 10 % either
 *     way
 * @param headBytes largest head, request line and fields together
 * @param lineBytes longest request line (414) or field line (431)
 * @param fields largest number of field lines (431)
 * @param underscores what happens to fields whose names contain {@code _}
 * @param passesEncodedSlash whether a path may have {@code %2F}; 400 if not
 */
public record ClientLimits(
    Duration headTimeout,
    Duration keepAlive,
    int requests,
    Duration lifetime,
    int headBytes,
    int lineBytes,
    int fields,
    Underscores underscores,
    boolean passesEncodedSlash) {
  /** The defaults of a listener that says nothing. */
  public static final ClientLimits DEFAULT =
      new ClientLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          10_000,
          Duration.ofHours(1),
          32 << 10,
          8 << 10,
          100,
          Underscores.DROP,
          false);
}
