package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * Where responses are kept. Two configurations with an equal cache, places aside, mean the same
 * one.
 *
 * @param memory octets in memory altogether
 * @param disk the folder below memory; empty for none
 * @param largest octets of content that one response may have
 * @param slice octets of the stretches in which long responses are fetched and kept; empty: they
 *     are fetched whole
 */
public record Cache(
    String name, long memory, Optional<Disk> disk, long largest, Optional<Long> slice, Span span) {
  /** The largest response of a cache that does not say. */
  public static final long LARGEST = 64L << 20;

  /** The largest response of a cache that has a folder and does not say. */
  public static final long LARGEST_ON_DISK = 1L << 30;

  /**
   * A folder that a cache has for itself.
   *
   * @param folder absolute, or relative to where Weir was started
   * @param bytes of all files in it
   */
  public record Disk(String folder, long bytes) {}
}
