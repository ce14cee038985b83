package io.weir.proxy.upstream;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** In which order the addresses of a name are tried. */
final class AddressOrder {
  /** So many are tried at most: a name may have hundreds, and a request does not wait for all. */
  static final int MOST = 16;

  private AddressOrder() {}

  /**
   * The families by turns, else as they come (RFC 8305 4), so that a family that leads nowhere
   * costs one address's time and not that of all it has.
   *
   * @param sixFirst whether the first is to be of IPv6, if there is one
   */
  static List<InetAddress> of(List<InetAddress> addresses, boolean sixFirst) {
    var six = new ArrayDeque<InetAddress>();
    var four = new ArrayDeque<InetAddress>();
    for (var address : addresses) {
      (address instanceof Inet6Address ? six : four).add(address);
    }
    var first = sixFirst ? six : four;
    var second = sixFirst ? four : six;
    var ordered = new ArrayList<InetAddress>();
    while (ordered.size() < MOST && !(first.isEmpty() && second.isEmpty())) {
      if (!first.isEmpty()) {
        ordered.add(first.removeFirst());
      }
      if (!second.isEmpty() && ordered.size() < MOST) {
        ordered.add(second.removeFirst());
      }
    }
    return ordered;
  }
}
