package io.weir.dsl.model;

import java.time.Duration;

/**
 * So many in so much time, {@code 100r/s}.
 *
 * @param count 1 to {@link #MOST}
 * @param period a second, a minute, an hour or a day
 */
public record Rate(long count, Duration period) {
  /** The highest count that can be written. */
  public static final long MOST = 1_000_000_000;

  /** The time in which one comes, in nanoseconds; may be less than one. */
  public double nanosEach() {
    return (double) period.toNanos() / count;
  }

  /** As written in a file. */
  @Override
  public String toString() {
    return count
        + switch ((int) period.toSeconds()) {
          case 1 -> "r/s";
          case 60 -> "r/m";
          case 3600 -> "r/h";
          default -> "r/d";
        };
  }
}
