package io.weir.proxy.address;

import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Cidr;
import java.util.List;

/** A fixed set of networks of both families. Immutable; made by an {@link AddressTrieBuilder}. */
public final class AddressTrie implements AddressMatcher {
  /** Nobody. */
  public static final AddressTrie EMPTY = new AddressTrieBuilder().build();

  private final PrefixTree four;
  private final PrefixTree six;

  AddressTrie(PrefixTree four, PrefixTree six) {
    this.four = four;
    this.six = six;
  }

  /** The set of these networks. */
  public static AddressTrie of(List<Cidr> networks) {
    if (networks.isEmpty()) {
      return EMPTY;
    }
    var builder = new AddressTrieBuilder();
    for (var network : networks) {
      builder.add(network.address(), network.prefix());
    }
    return builder.build();
  }

  /** The set of everybody that a set without files has. */
  static AddressTrie of(AddressSet set) {
    return of(set.networks());
  }

  @Override
  public boolean contains(byte[] address) {
    if (address.length == 4) {
      return four.contains((long) int32(address, 0) << 32, 0);
    }
    long high = int64(address, 0);
    long low = int64(address, 8);
    // RFC 4291 2.5.5.2: an IPv4-mapped address is the IPv4 address.
    return high == 0 && low >>> 32 == 0xffff
        ? four.contains(low << 32, 0)
        : six.contains(high, low);
  }

  /** How many networks there are, without those inside others. */
  public int size() {
    return four.size() + six.size();
  }

  /** What the set holds in memory, in bytes. */
  public long bytes() {
    return four.bytes() + six.bytes();
  }

  static long int64(byte[] bytes, int at) {
    return (long) int32(bytes, at) << 32 | int32(bytes, at + 4) & 0xffff_ffffL;
  }

  static int int32(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }
}
