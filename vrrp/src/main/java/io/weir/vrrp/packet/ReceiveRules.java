package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an advert must be for one virtual router to listen to it, beyond being well-formed.
 *
 * @param own what this router would send itself
 * @param peers who may send, if adverts go from one to one; empty if they go to the group
 * @param hmac checks signatures, if keys are configured
 */
public record ReceiveRules(Advert own, Set<InetAddress> peers, Optional<HmacGuard> hmac) {
  public ReceiveRules {
    peers = Set.copyOf(peers);
  }

  /** Why the advert is refused, if it is. */
  public Optional<Rejection> refuse(Reception.Valid valid, Datagram datagram) {
    var advert = valid.advert();
    if (advert.version() != own.version()) {
      return Optional.of(Rejection.VERSION);
    }
    if (peers.isEmpty() && !datagram.destination().equals(own.family().group())) {
      return Optional.of(Rejection.DESTINATION);
    }
    if (!peers.isEmpty()) {
      if (datagram.destination().isMulticastAddress()) {
        return Optional.of(Rejection.DESTINATION);
      }
      if (!peers.contains(unscoped(datagram.source()))) {
        return Optional.of(Rejection.PEER);
      }
    }
    var versioned = advert.version() == Version.V2 ? refuseV2(advert) : Optional.<Rejection>empty();
    return versioned.isPresent() ? versioned : refuseSigned(valid, datagram);
  }

  /**
   * Whether the addresses are those configured, in any order. In version 3 this is told and nothing
   * more (RFC 9568 7.1): to drop such adverts would make two Active routers of a wrong list.
   */
  public boolean hasOwnAddresses(Advert advert) {
    return advert.addresses().size() == own.addresses().size()
        && new HashSet<>(own.addresses()).equals(new HashSet<>(advert.addresses()));
  }

  /** RFC 3768 7.1: authentication, the same interval, and addresses unless the owner sent them. */
  private Optional<Rejection> refuseV2(Advert advert) {
    if (advert.auth().type() != own.auth().type()) {
      return Optional.of(Rejection.AUTH_TYPE);
    }
    if (advert.auth().type() != 0 && advert.auth().data() != own.auth().data()) {
      return Optional.of(Rejection.AUTH);
    }
    if (advert.intervalCentis() != own.intervalCentis()) {
      return Optional.of(Rejection.INTERVAL);
    }
    return advert.priority() != Advert.OWNER && !hasOwnAddresses(advert)
        ? Optional.of(Rejection.ADDRESSES)
        : Optional.empty();
  }

  private Optional<Rejection> refuseSigned(Reception.Valid valid, Datagram datagram) {
    if (hmac.isPresent()) {
      return hmac.get().refuse(valid.hmac(), datagram.source());
    }
    return valid.hmac().isPresent() ? Optional.of(Rejection.HMAC_UNEXPECTED) : Optional.empty();
  }

  private static InetAddress unscoped(InetAddress address) {
    return Family.address(address.getAddress());
  }
}
