package io.weir.vrrp.run;

import io.weir.vrrp.link.KernelRoute;
import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.ChecksumForm;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.VirtualMac;
import io.weir.vrrp.state.RouterRules;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One virtual router as configured.
 *
 * @param priority 1 to 254, or 255 if the addresses are this machine's own
 * @param addresses all of the router's family, in the order in which adverts have them
 * @param excluded addresses of either family that go with them, but are in no advert
 * @param peers to whom adverts go, one to one; empty: to the group
 * @param auth of version 2
 * @param signing empty: adverts are not signed, and signed ones are refused
 * @param form of the checksums sent in version 3 over IPv4
 * @param burst how many frames announce an address at a time
 * @param leaseSeconds how long the kernel keeps an address that is not renewed
 * @param routes and rules that the kernel has while the router is active
 * @param link the name of an interface of this router's own, which has its hardware address and its
 *     addresses; empty: they are on the interface itself
 * @param group whose members move together; empty: none
 */
public record RouterConfig(
    RouterId id,
    RouterRules rules,
    int priority,
    List<VirtualAddress> addresses,
    List<VirtualAddress> excluded,
    Set<InetAddress> peers,
    AuthField auth,
    Optional<Signing> signing,
    ChecksumForm form,
    int burst,
    int leaseSeconds,
    List<Track> tracks,
    List<KernelRoute> routes,
    Optional<String> link,
    Optional<String> group) {
  public RouterConfig {
    addresses = List.copyOf(addresses);
    excluded = List.copyOf(excluded);
    peers = Set.copyOf(peers);
    tracks = List.copyOf(tracks);
    routes = List.copyOf(routes);
    for (var address : addresses) {
      if (Family.of(address.address()) != id.family()) {
        throw new IllegalArgumentException("found " + address + " in a router of " + id.family());
      }
    }
    if (leaseSeconds < 1 || burst < 1) {
      throw new IllegalArgumentException(
          "found a lease of " + leaseSeconds + " s, a burst of " + burst + "; expected 1 at least");
    }
  }

  /** The advert of a priority; the constructor of {@link Advert} checks the rest of this. */
  Advert advert(int priority) {
    return new Advert(
        rules.version(), id.vrid(), priority, rules.intervalCentis(), virtualAddresses(), auth);
  }

  /** The hardware address of the router itself, if it has one. */
  public Optional<byte[]> mac() {
    return link.map(_ -> VirtualMac.of(id.vrid(), id.family()));
  }

  List<InetAddress> virtualAddresses() {
    return addresses.stream().map(VirtualAddress::address).toList();
  }

  /** All that are put on the interface. */
  List<VirtualAddress> allAddresses() {
    return Stream.concat(addresses.stream(), excluded.stream()).toList();
  }
}
