package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/**
 * Where responses are kept. Two configurations with an equal cache, places aside, mean the same
 * one.
 *
 * @param memory octets in memory altogether
 * @param largest octets of content that one response may have
 */
public record Cache(String name, long memory, long largest, Span span) {
  /** The largest response of a cache that does not say. */
  public static final long LARGEST = 64L << 20;
}
