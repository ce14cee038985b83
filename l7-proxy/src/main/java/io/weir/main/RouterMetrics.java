package io.weir.main;

import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import io.weir.vrrp.run.Counters;
import io.weir.vrrp.run.RouterStatus;
import io.weir.vrrp.state.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Shows among the metrics how virtual routers are. */
final class RouterMetrics {
  private static final String NAME = "router";

  private RouterMetrics() {}

  static void show(Metrics metrics, Routers routers) {
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_vrrp_state",
        "1 for the role that a virtual router has, 0 for the others.",
        () -> roles(routers));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_vrrp_priority",
        "The priority of a virtual router, with what it tracks.",
        () -> each(routers, RouterStatus::priority));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_vrrp_advert_lateness_max_microseconds",
        "The latest that an advert was sent behind its time.",
        () -> each(routers, router -> router.counters().maxLateNanos() / 1000));
    counter(metrics, routers, "sent", "Adverts sent.", Counters::sent);
    counter(metrics, routers, "unsent", "Adverts that could not be sent.", Counters::unsent);
    counter(metrics, routers, "received", "Adverts that counted.", Counters::received);
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_vrrp_adverts_refused",
        "Adverts that did not count, by reason.",
        () -> refused(routers));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_vrrp_address_conflicts",
        "Seconds in which another machine said that it has an address of an active router.",
        () -> each(routers, router -> router.counters().conflicts()));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_vrrp_takeovers",
        "How often a virtual router became active here.",
        () -> each(routers, router -> router.counters().takeovers()));
  }

  private static void counter(
      Metrics metrics, Routers routers, String what, String help, ToLongFunction<Counters> count) {
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_vrrp_adverts_" + what,
        help,
        () -> each(routers, router -> count.applyAsLong(router.counters())));
  }

  private static List<Labelled> roles(Routers routers) {
    var all = new ArrayList<Labelled>();
    for (var router : routers.status()) {
      for (var role : Role.values()) {
        all.add(
            new Labelled(
                List.of(NAME, router.config().id().toString(), "state", role.label()),
                role == router.role() ? 1 : 0));
      }
    }
    return all;
  }

  private static List<Labelled> refused(Routers routers) {
    var all = new ArrayList<Labelled>();
    for (var router : routers.status()) {
      router
          .counters()
          .rejected()
          .forEach((reason, count) ->
              all.add(
                  new Labelled(
                      List.of(NAME, router.config().id().toString(), "reason", reason.label()),
                      count)));
    }
    return all;
  }

  private static List<Labelled> each(Routers routers, ToLongFunction<RouterStatus> value) {
    return routers.status().stream()
        .map(router ->
            new Labelled(List.of(NAME, router.config().id().toString()), value.applyAsLong(router)))
        .toList();
  }
}
