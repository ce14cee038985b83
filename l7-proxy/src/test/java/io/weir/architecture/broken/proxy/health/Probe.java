package io.weir.architecture.broken.proxy.health;

import io.weir.architecture.broken.lvs.Table;

/** A feature that sees a kernel module. */
public record Probe(Table table) {}
