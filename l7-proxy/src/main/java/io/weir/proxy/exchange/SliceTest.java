package io.weir.proxy.exchange;

/** A question about some octets of an array, which are not copied to ask it. */
@FunctionalInterface
public interface SliceTest {
  /** Whether the octets from {@code start} to {@code end} pass. */
  boolean passes(byte[] bytes, int start, int end);
}
