package io.weir.main;

import io.weir.proxy.limit.InFlightLimits;
import io.weir.proxy.limit.RateLimits;
import io.weir.proxy.limit.RateLimits.Counted;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Shows among the metrics what limits count; there are as many as the configuration has limits. */
final class LimitMetrics {
  private LimitMetrics() {}

  static void show(Metrics metrics, RateLimits limits, InFlightLimits inFlight) {
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_limit_requests",
        "Requests by what a limit did with them.",
        () -> requests(limits.counted(), inFlight.counted()));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_limit_keys",
        "Keys that a limit remembers.",
        () -> keys(limits.keys(), inFlight.keys()));
    metrics.counter(
        "weir_limit_redis_answered", "Requests that Redis answered in time.", limits::answered);
    metrics.counter("weir_limit_redis_unanswered", "Requests that it did not.", limits::unanswered);
    metrics.gauge("weir_limit_redis_links", "Loops that ask Redis now.", limits::linksUp);
  }

  private static List<Labelled> requests(List<Counted> rates, List<Counted> inFlight) {
    return Stream.concat(rates.stream(), inFlight.stream())
        .map(one ->
            new Labelled(List.of("limit", one.limit(), "outcome", one.outcome()), one.count()))
        .toList();
  }

  private static List<Labelled> keys(Map<String, Long> rates, Map<String, Long> inFlight) {
    var all = new ArrayList<Labelled>();
    rates.forEach((name, count) -> all.add(new Labelled(List.of("limit", name), count)));
    inFlight.forEach((name, count) -> all.add(new Labelled(List.of("limit", name), count)));
    return all;
  }
}
