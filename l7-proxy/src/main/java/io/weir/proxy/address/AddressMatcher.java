package io.weir.proxy.address;

/** A set of addresses that can be asked. Any thread may ask, and no answer makes garbage. */
@FunctionalInterface
public interface AddressMatcher {
  /** Whether the address, which has 4 or 16 bytes, is in the set; IPv4-mapped ones are IPv4. */
  boolean contains(byte[] address);
}
