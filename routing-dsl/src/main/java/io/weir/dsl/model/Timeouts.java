package io.weir.dsl.model;

import java.time.Duration;

/**
 * How long a route waits.
 *
 * @param connect for a connection to a server, 504 after it
 * @param firstByte from the last byte of the request to the first of the response, 504 after it
 * @param idle between two reads of a response
 * @param body between two reads of a request body, 408 after it
 * @param minBodyRate slowest request body in bytes a second once {@code body} grace has passed; 0:
 *     any
 * @param minBodyRateAfter how long a body may be slower than {@code minBodyRate}
 * @param minReplyRate slowest reply in bytes a second, once a client has kept it waiting for {@code
 *     idle}; 0: any
 * @param tunnel an upgraded connection or an event stream with no byte in either direction
 */
public record Timeouts(
    Duration connect,
    Duration firstByte,
    Duration idle,
    Duration body,
    int minBodyRate,
    Duration minBodyRateAfter,
    int minReplyRate,
    Duration tunnel) {
  /** The defaults of a route that says nothing. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          1000,
          Duration.ofSeconds(10),
          1000,
          Duration.ofHours(1));
}
