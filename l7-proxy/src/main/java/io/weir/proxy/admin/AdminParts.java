package io.weir.proxy.admin;

/** What the admin port shows and changes. */
public record AdminParts(
    ConfigControl config,
    HealthSource health,
    MetricsSource metrics,
    PurgeControl purges,
    RouterSource routers,
    WeightControl weight,
    EdgeSource edges) {}
