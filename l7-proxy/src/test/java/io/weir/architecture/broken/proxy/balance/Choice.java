package io.weir.architecture.broken.proxy.balance;

import io.weir.architecture.broken.proxy.health.Probe;

/** A feature that uses its written exception, which is no violation. */
public record Choice(Probe probe) {}
