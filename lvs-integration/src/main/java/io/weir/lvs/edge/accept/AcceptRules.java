package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import java.util.Map;
import java.util.Set;

/**
 * Who may be what. Pure.
 *
 * @param allowed by the name of the edge
 * @param services that the director has
 * @param named the servers that its file gives them, which nobody else can be
 */
public record AcceptRules(
    Map<String, Allowance> allowed,
    Set<ServiceKey.Place> services,
    Map<ServiceKey.Place, Set<ServerKey>> named) {
  /** Nobody may be anything. */
  public static final AcceptRules NOBODY = new AcceptRules(Map.of(), Set.of());

  public AcceptRules {
    allowed = Map.copyOf(allowed);
    services = Set.copyOf(services);
    named = Map.copyOf(named);
  }

  /** Of a director whose file names no servers. */
  public AcceptRules(Map<String, Allowance> allowed, Set<ServiceKey.Place> services) {
    this(allowed, services, Map.of());
  }

  /** What can be said of an offer by itself. */
  Verdict judge(String name, Offer offer) {
    var allowance = allowed.get(name);
    if (allowance == null || !allowance.covers(offer.server().key().address(), offer.of())) {
      return Verdict.NOT_ALLOWED;
    }
    if (!services.contains(offer.of())) {
      return Verdict.NO_SERVICE;
    }
    if (named.getOrDefault(offer.of(), Set.of()).contains(offer.server().key())) {
      return Verdict.NAMED;
    }
    return isReachable(offer) ? Verdict.ACCEPTED : Verdict.NOT_REACHABLE;
  }

  /** Whether the kernel takes it, and does what was meant: only NAT changes a port. */
  private static boolean isReachable(Offer offer) {
    var at = offer.server().key();
    boolean isOneFamily = offer.of().family() == Family.of(at.address());
    boolean isOnePort = offer.of().port() == at.port();
    return switch (offer.server().forwarding()) {
      case Forwarding.Direct _ -> isOneFamily && isOnePort;
      case Forwarding.Masquerade _ ->
          isOneFamily && at.port() != 0 && !at.address().isLoopbackAddress();
      case Forwarding.Tunnel _ -> isOnePort;
      case Forwarding.Local _, Forwarding.Bypass _ -> false;
    };
  }
}
