package io.weir.dsl.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * An IPv4 or IPv6 network; a single address is a network of full length. IPv4-mapped IPv6 addresses
 * are IPv4 (RFC 4291 2.5.5.2), so that {@code ::ffff:10.0.0.1} is inside {@code 10.0.0.0/8}.
 *
 * @param address 4 or 16 bytes, with no bit set behind the prefix
 * @param prefix the prefix length in bits
 */
public record Cidr(byte[] address, int prefix) {
  public Cidr {
    if (address.length != 4 && address.length != 16) {
      throw new IllegalArgumentException("found " + address.length + " bytes; expected 4 or 16");
    }
    if (prefix < 0 || prefix > address.length * 8) {
      throw new IllegalArgumentException(
          "found prefix " + prefix + " of " + address.length + " bytes");
    }
    address = address.clone();
  }

  /** Whether the network contains the address, which has 4 or 16 bytes. */
  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = prefix >> 3;
    for (int i = 0; i < whole; i++) {
      if (address[i] != other[i]) {
        return false;
      }
    }
    int rest = prefix & 7;
    return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
  }

  @Override
  public byte[] address() {
    return address.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr(var bytes, int length)
        && length == prefix
        && Arrays.equals(bytes, address);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(address) * 31 + prefix;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(address).getHostAddress() + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }
}
