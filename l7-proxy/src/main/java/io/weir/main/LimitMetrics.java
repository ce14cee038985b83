package io.weir.main;

import io.weir.proxy.limit.RateLimits;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import java.util.ArrayList;
import java.util.List;

/** Shows among the metrics what limits count; there are as many as the configuration has limits. */
final class LimitMetrics {
  private LimitMetrics() {}

  static void show(Metrics metrics, RateLimits limits) {
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_limit_requests",
        "Requests by what a limit did with them.",
        () -> requests(limits));
    metrics.labelled(
        Labelled.Kind.GAUGE, "weir_limit_keys", "Keys that a limit remembers.", () -> keys(limits));
    metrics.counter(
        "weir_limit_redis_answered", "Requests that Redis answered in time.", limits::answered);
    metrics.counter("weir_limit_redis_unanswered", "Requests that it did not.", limits::unanswered);
    metrics.gauge("weir_limit_redis_links", "Loops that ask Redis now.", limits::linksUp);
  }

  private static List<Labelled> requests(RateLimits limits) {
    return limits.counted().stream()
        .map(one ->
            new Labelled(List.of("limit", one.limit(), "outcome", one.outcome()), one.count()))
        .toList();
  }

  private static List<Labelled> keys(RateLimits limits) {
    var all = new ArrayList<Labelled>();
    limits.keys().forEach((name, count) -> all.add(new Labelled(List.of("limit", name), count)));
    return all;
  }
}
