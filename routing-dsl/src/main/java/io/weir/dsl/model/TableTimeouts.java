package io.weir.dsl.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the kernel remembers connections of which it hears nothing; whole seconds, and what is
 * empty stays as it is.
 *
 * @param tcp established ones
 * @param fin those that the client has closed
 * @param udp datagrams
 */
public record TableTimeouts(
    Optional<Duration> tcp, Optional<Duration> fin, Optional<Duration> udp) {
  /** Nothing is changed. */
  public static final TableTimeouts NONE =
      new TableTimeouts(Optional.empty(), Optional.empty(), Optional.empty());
}
