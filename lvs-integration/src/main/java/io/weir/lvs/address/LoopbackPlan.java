package io.weir.lvs.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is to be done for the loopback interface to have the addresses that are wanted. What was put
 * there to stay is somebody else's, and neither renewed nor taken away. Pure.
 *
 * @param put not there yet
 * @param renew there for a while, as Weir puts them
 * @param remove no longer wanted
 */
record LoopbackPlan(List<InetAddress> put, List<InetAddress> renew, List<InetAddress> remove) {
  LoopbackPlan {
    put = List.copyOf(put);
    renew = List.copyOf(renew);
    remove = List.copyOf(remove);
  }

  /**
   * The plan.
   *
   * @param held what the interface has
   * @param own what Weir has put there before
   */
  static LoopbackPlan of(Set<InetAddress> wanted, List<HeldAddress> held, Set<InetAddress> own) {
    var there =
        held.stream()
            .collect(
                Collectors.toMap(
                    HeldAddress::address, Function.identity(), LoopbackPlan::moreLasting));
    var put = new ArrayList<InetAddress>();
    var renew = new ArrayList<InetAddress>();
    for (var address : wanted) {
      var now = there.get(address);
      if (now == null) {
        put.add(address);
      } else if (!now.isPermanent()) {
        renew.add(address);
      }
    }
    var remove = new ArrayList<InetAddress>();
    for (var address : own) {
      var now = there.get(address);
      if (!wanted.contains(address) && now != null && !now.isPermanent()) {
        remove.add(address);
      }
    }
    return new LoopbackPlan(put, renew, remove);
  }

  private static HeldAddress moreLasting(HeldAddress one, HeldAddress other) {
    return one.isPermanent() ? one : other;
  }
}
