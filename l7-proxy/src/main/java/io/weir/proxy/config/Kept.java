package io.weir.proxy.config;

import io.weir.proxy.auth.AuthStore;
import io.weir.proxy.cache.Caches;
import io.weir.proxy.limit.InFlightLimits;
import io.weir.proxy.limit.RateLimits;

/**
 * What features keep from one configuration to the next.
 *
 * @param files have been read for each configuration to compile
 */
public record Kept(
    RateLimits limits, InFlightLimits inFlight, Caches caches, ClientFiles files, AuthStore auth) {}
