package io.weir.main;

import io.weir.dsl.model.Cidr;
import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpRoute;
import io.weir.dsl.model.VrrpRule;
import io.weir.vrrp.link.KernelRoute;
import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes and rules of virtual routers, in the words of those who add them. */
final class RouterRoutes {
  private RouterRoutes() {}

  /** Those of a router: its routes first, as rules may lead to them. */
  static List<KernelRoute> of(Vrrp router) {
    var all = new ArrayList<KernelRoute>();
    router.routes().forEach(route -> all.add(route(route)));
    router.rules().forEach(rule -> all.add(rule(rule)));
    return all;
  }

  private static KernelRoute route(VrrpRoute route) {
    return new KernelRoute.Route(
        network(route.to(), route.isIpv6()),
        fate(route.fate()),
        route.via().map(InetAddress::ofLiteral),
        route.on(),
        route.source().map(InetAddress::ofLiteral),
        route.metric(),
        route.table());
  }

  private static KernelRoute rule(VrrpRule rule) {
    return new KernelRoute.Rule(
        network(rule.from(), rule.isIpv6()),
        network(rule.to(), rule.isIpv6()),
        rule.in(),
        rule.out(),
        rule.mark(),
        rule.priority(),
        fate(rule.fate()),
        rule.table());
  }

  private static KernelRoute.Network network(Optional<Cidr> network, boolean isIpv6) {
    return network
        .map(one -> new KernelRoute.Network(Family.address(one.address()), one.prefix()))
        .orElseGet(() -> KernelRoute.Network.everywhere(isIpv6 ? Family.IPV6 : Family.IPV4));
  }

  private static KernelRoute.Fate fate(VrrpRoute.Fate fate) {
    return switch (fate) {
      case UNICAST -> KernelRoute.Fate.UNICAST;
      case BLACKHOLE -> KernelRoute.Fate.BLACKHOLE;
      case UNREACHABLE -> KernelRoute.Fate.UNREACHABLE;
      case PROHIBIT -> KernelRoute.Fate.PROHIBIT;
    };
  }
}
